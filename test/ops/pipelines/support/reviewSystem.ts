import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

export type SystemName = "GitHub" | "Azure Repos" | "GitLab";
export const TOKEN = "token-of-the-pipeline";

/** Authors of comments; "tool" is another bot. */
type Author = "person" | "tool" | "pipeline";
/** Ids of the authors, in comments and for tokens. */
const IDS = { person: 1, pipeline: 2, tool: 3 } as const;

/** A fault in the next request, or in the next one that writes a comment. */
export interface Fault {
  readonly toWrite?: boolean;
  readonly status: number | "reset";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The request is handled, but its response is lost. */
  readonly handled?: boolean;
}

interface Stored {
  body: string;
  readonly author: Author;
}

/** The part of a system's REST API for comments on one pull request, on loopback. */
export interface ReviewSystem {
  readonly origin: string;
  /** Environment variables of a job on the pull request, including the token. */
  readonly environment: Readonly<Record<string, string>>;
  withToken(token: string): Readonly<Record<string, string>>;
  add(body: string, author: Author): void;
  bodies(): readonly string[];
  /** Adds faults. Each happens once. */
  inject(...faults: Fault[]): void;
  /** The number of requests so far. */
  requests(): number;
  close(): Promise<void>;
}

interface Dialect {
  readonly tokenName: string;
  readonly environment: (origin: string) => Readonly<Record<string, string>>;
  readonly sentToken: (request: IncomingMessage) => string | undefined;
  /** The response to a request; undefined if this API does not have it. */
  readonly answer: (method: string, url: URL, body: Record<string, unknown>, comments: Stored[]) => unknown;
}

export async function startReviewSystem(name: SystemName): Promise<ReviewSystem> {
  const dialect = DIALECTS[name];
  const comments: Stored[] = [];
  const faults: Fault[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    return answer(request, response, dialect, comments, faults);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const withToken = (token: string) => ({ ...dialect.environment(origin), [dialect.tokenName]: token });
  return {
    origin,
    environment: withToken(TOKEN),
    withToken,
    add: (body, author) => comments.push({ body, author }),
    bodies: () => comments.map(({ body }) => body),
    inject: (...more) => faults.push(...more),
    requests: () => requests,
    close: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Answers one request, or applies a fault. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  dialect: Dialect,
  comments: Stored[],
  faults: Fault[],
): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const body = method === "GET" ? {} : ((await json(request)) as Record<string, unknown>);
  const writes = method !== "GET" && !url.endsWith("/graphql");
  const [fault] = faults.filter(({ toWrite = false }) => writes || !toWrite);
  const allowed = dialect.sentToken(request) === TOKEN;
  const handled = allowed && (fault === undefined || fault.handled === true);
  const answered = handled ? dialect.answer(method, new URL(url, "http://x"), body, comments) : undefined;
  if (fault === undefined) {
    const status = allowed ? (answered === undefined ? 404 : 200) : 401;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(answered ?? { message: "refused" }));
    return;
  }
  faults.splice(faults.indexOf(fault), 1);
  if (fault.status === "reset") request.socket.destroy();
  else response.writeHead(fault.status, fault.headers).end(fault.body);
}

const bearer = ({ headers }: IncomingMessage) => headers.authorization?.replace(/^Bearer /, "");
const ofPage = (url: URL) => {
  const [page, size] = [Number(url.searchParams.get("page")), Number(url.searchParams.get("per_page"))];
  return <T>(items: readonly T[]) => items.slice((page - 1) * size, page * size);
};
/** The systems trim comments. */
const stored = (body: unknown): Stored => ({ body: String(body).trim(), author: "pipeline" });

const DIALECTS: Readonly<Record<SystemName, Dialect>> = {
  GitHub: {
    tokenName: "GITHUB_TOKEN",
    environment: (origin) => ({
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: origin,
      GITHUB_GRAPHQL_URL: `${origin}/graphql`,
      GITHUB_REPOSITORY: "acme/infra",
      PULL_REQUEST: "7",
    }),
    sentToken: bearer,
    answer(method, url, { body }, comments) {
      const items = comments.map((item, id) => ({
        id,
        body: item.body,
        user: { id: IDS[item.author], type: item.author === "person" ? "User" : "Bot" },
      }));
      if (method === "POST" && url.pathname === "/graphql") return { data: { viewer: { databaseId: IDS.pipeline } } };
      if (method === "GET" && url.pathname === "/repos/acme/infra/issues/7/comments") return ofPage(url)(items);
      if (method === "POST" && url.pathname === "/repos/acme/infra/issues/7/comments")
        return comments.push(stored(body));
      return method === "PATCH"
        ? edit(comments, /^\/repos\/acme\/infra\/issues\/comments\/(\d+)$/, url, body)
        : undefined;
    },
  },
  GitLab: {
    tokenName: "GITLAB_TOKEN",
    environment: (origin) => ({
      GITLAB_CI: "true",
      CI_API_V4_URL: `${origin}/api/v4`,
      CI_PROJECT_ID: "11",
      CI_MERGE_REQUEST_IID: "7",
    }),
    sentToken: ({ headers }) => headers["private-token"]?.toString(),
    answer(method, url, { body }, comments) {
      const items = comments.map((item, id) => ({
        id,
        body: item.body,
        author: { id: IDS[item.author] },
      }));
      if (method === "GET" && url.pathname === "/api/v4/user") return { id: IDS.pipeline };
      if (method === "GET" && url.pathname === "/api/v4/projects/11/merge_requests/7/notes") return ofPage(url)(items);
      if (method === "POST" && url.pathname === "/api/v4/projects/11/merge_requests/7/notes")
        return comments.push(stored(body));
      return method === "PUT"
        ? edit(comments, /^\/api\/v4\/projects\/11\/merge_requests\/7\/notes\/(\d+)$/, url, body)
        : undefined;
    },
  },
  "Azure Repos": {
    tokenName: "SYSTEM_ACCESSTOKEN",
    environment: (origin) => ({
      TF_BUILD: "True",
      SYSTEM_COLLECTIONURI: `${origin}/acme/`,
      SYSTEM_TEAMPROJECTID: "project",
      BUILD_REPOSITORY_ID: "repository",
      SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
    }),
    sentToken: bearer,
    answer(method, url, { comments: sent, status, content }, comments) {
      const threads = "/acme/project/_apis/git/repositories/repository/pullRequests/7/threads";
      if (method === "GET" && url.pathname === "/acme/_apis/connectionData") {
        return { authenticatedUser: { id: `identity-${IDS.pipeline}` } };
      }
      if (url.searchParams.get("api-version") !== "7.1") return undefined;
      const deleted = { id: 900, isDeleted: true, comments: [{ id: 1, isDeleted: true }] };
      const items = comments.map(({ body, author }, id) => ({
        id,
        comments: [
          { id: 1, content: body, author: { id: `identity-${IDS[author]}` } },
          { id: 2, content: "a reply", author: { id: `identity-${IDS.person}` } },
        ],
      }));
      if (method === "GET" && url.pathname === threads) return { value: [deleted, ...items], count: items.length + 1 };
      if (method === "POST" && url.pathname === threads && status === "closed") {
        return comments.push(stored((sent as { content: string }[])[0]?.content));
      }
      return method === "PATCH"
        ? edit(comments, new RegExp(`^${threads}/(\\d+)/comments/1$`), url, content)
        : undefined;
    },
  },
};

function edit(comments: Stored[], path: RegExp, url: URL, body: unknown): unknown {
  const comment = comments[Number(path.exec(url.pathname)?.[1] ?? -1)];
  if (comment === undefined) return undefined;
  comment.body = String(body).trim();
  return {};
}
