import { Code, ConnectError } from "@connectrpc/connect";

const DEFAULT_SIZE = 25;

/** The largest page that the platforms answer. */
export const MAX_PAGE_SIZE = 100;

export interface PageRequest {
  readonly pageSize: number;
  readonly token: string;
}

/** One page of a list. The token of the next one is empty on the last. */
export function selectPage<T>(all: readonly T[], request: PageRequest | undefined) {
  const size = Math.min(request?.pageSize || DEFAULT_SIZE, MAX_PAGE_SIZE);
  const start = offsetIn(request?.token ?? "");
  const end = start + size;
  return { items: all.slice(start, end), nextToken: end < all.length ? tokenFor(end) : "" };
}

function tokenFor(offset: number): string {
  return Buffer.from(JSON.stringify({ offset })).toString("base64");
}

function offsetIn(token: string): number {
  if (token === "") return 0;
  try {
    const { offset } = JSON.parse(Buffer.from(token, "base64").toString("utf8")) as { offset?: unknown };
    return typeof offset === "number" && Number.isInteger(offset) ? offset : 0;
  } catch {
    throw new ConnectError("Invalid pagination token", Code.InvalidArgument);
  }
}
