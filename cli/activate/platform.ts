import type { CallContext } from "../../provider/connect/retry.ts";

/** How an integration stands. `noPerson`: the token belongs to nobody who could do what is left to do. */
export type Standing = "done" | "waiting" | "deleted" | "noPerson";

/** How the integration of one platform comes into use, and the words for it. Messages end without a line feed. */
export interface Activation {
  /** What is true in the end. */
  readonly goal: "verified" | "connected";
  /** What the command waits for, after "Waiting for ". */
  readonly awaited: string;
  /** Asks the platform. */
  check(context: CallContext): Promise<Standing>;
  /** The page to open. */
  link(): string;
  /** @param opened a browser shows the link already */
  invitation(opened: boolean): string;
  /** Nothing was left to do. */
  readonly already: string;
  /** @param waited for so long, in words */
  done(waited: string): string;
  readonly deleted: string;
  /** Only where the platform has this standing. */
  readonly noPerson?: string;
}
