import { Code, ConnectError } from "@connectrpc/connect";
import { MAX_PAGE_SIZE, type PageRequest, selectPage } from "../pagination.ts";

/** One page of a list. The page's size and token may also be in the URL, where Ona's official client puts them. */
export function selectOnaPage<T>(all: readonly T[], request: PageRequest | undefined, url: string) {
  const { searchParams } = new URL(url);
  const pageSize = request?.pageSize || Number(searchParams.get("pageSize") ?? 0);
  const token = request?.token || (searchParams.get("token") ?? "");
  if (!Number.isInteger(pageSize) || pageSize < 0 || pageSize > MAX_PAGE_SIZE) {
    const message = `validation error: pagination.page_size: value must be at most ${MAX_PAGE_SIZE}`;
    throw new ConnectError(message, Code.InvalidArgument);
  }
  return selectPage(all, { pageSize, token });
}
