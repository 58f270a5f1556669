import { afterEach } from "@jest/globals";
import { type RunningPage, startPage } from "../../../sandbox/page/server.ts";
import { startPlayground } from "../../../sandbox/playground.ts";
import type { Sandbox, SandboxOptions } from "../../../sandbox/types.ts";

const started: (Sandbox | RunningPage)[] = [];

/** A playground with its page, on free ports. */
export async function newPage(options: SandboxOptions = {}) {
  const sandbox = await startPlayground(options);
  const page = await startPage(sandbox, 0);
  started.push(page, sandbox);
  const origin = page.url.slice(0, -1);
  const show = async () => (await fetch(page.url)).text();
  /** Sends a form as a browser does, and returns the page that it then shows. */
  const post = async (
    action: string,
    fields: Readonly<Record<string, string>>,
    headers: Record<string, string> = { origin },
  ) => {
    const body = new URLSearchParams(fields);
    const answer = await fetch(`${origin}/${action}`, { method: "POST", headers, body });
    return { status: answer.status, html: await answer.text(), url: answer.url };
  };
  return { sandbox, page, origin, show, post };
}

/** Call it once in each file that starts pages. */
export function closePages(): void {
  afterEach(async () => {
    await Promise.all(started.splice(0).map((each) => each.close()));
  });
}
