import type { ResourceLog } from "../../provider-kit/resource.ts";

/** How the warning of a missing token begins. */
export const UP_NEEDS_TOKEN = "this preview needs no token, but `pulumi up` does: ";

/** Warns of a missing token, once for all resources. */
export type MissingToken = (log: Pick<ResourceLog, "warn">) => void;

/** @param help what to do where there is no token */
export function missingToken(token: string | undefined, help: string): MissingToken {
  let isSaid = token !== undefined;
  return (log) => {
    if (!isSaid) log.warn(`${UP_NEEDS_TOKEN}${help}`);
    isSaid = true;
  };
}
