import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { notFoundPage, redirect } from "../html.ts";
import { PLATFORMS } from "../platforms.ts";
import { isForLoopback, refuseForeignForm } from "../sameOrigin.ts";
import type { Handler } from "../server.ts";
import type { Sandbox } from "../types.ts";
import { type Action, ActionError, Form, type Notice } from "./action.ts";
import { entraActions } from "./actions/entra.ts";
import { playActions } from "./actions/play.ts";
import type { Events } from "./events.ts";
import { sandboxPage } from "./page.ts";

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  [entraActions, playActions, ...PLATFORMS.map(({ actions }) => actions)].flatMap((actions) => Object.entries(actions)),
);

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
};

/** Answers requests for the page, and carries out its forms. */
export function pageHandler(sandbox: Sandbox, events: Events): Handler {
  const script = readFileSync(new URL("live.js", import.meta.url), "utf8");
  const notices = new Map<string, Notice>();

  function show({ searchParams }: URL): Response {
    const id = searchParams.get("notice") ?? "";
    const notice = notices.get(id);
    notices.delete(id);
    return new Response(sandboxPage(sandbox, notice), { headers: HEADERS });
  }

  async function carryOut(action: Action, request: Request): Promise<Response> {
    const foreign = refuseForeignForm(request);
    if (foreign !== undefined) return foreign;
    const id = randomUUID();
    notices.set(id, await resultOf(action, sandbox, new Form(await request.text())));
    events.changed();
    return redirect(`/?notice=${id}#notice`, 303);
  }

  return async (request) => {
    const url = new URL(request.url);
    if (!isForLoopback(request)) return notFoundPage();
    const action = ACTIONS.get(url.pathname.slice(1));
    if (request.method === "POST" && action !== undefined) return carryOut(action, request);
    switch (`${request.method} ${url.pathname}`) {
      case "GET /":
        return show(url);
      case "GET /events":
        return events.response();
      case "GET /live.js":
        return new Response(script, { headers: { "content-type": "text/javascript", "cache-control": "no-store" } });
      default:
        return notFoundPage();
    }
  };
}

async function resultOf(action: Action, sandbox: Sandbox, form: Form): Promise<Notice> {
  try {
    return await action(sandbox, form);
  } catch (error) {
    if (error instanceof ActionError) return { text: error.message, failed: true };
    throw error;
  }
}
