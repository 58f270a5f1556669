import { UsageError } from "./commandLine.ts";

/** Questions can be asked, and no flag turns them off. */
export function isAttended({ yes, json }: { readonly yes?: boolean; readonly json?: boolean }): boolean {
  return !yes && !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * For a flag that reads a secret from standard input.
 *
 * @param what the secret
 * @throws UsageError where that is a terminal, which would show it
 */
export function refuseTerminal(flag: string, what: string): void {
  if (!process.stdin.isTTY) return;
  throw new UsageError(`${flag} reads a pipe or file: on a terminal leave it out and enter the ${what} when asked`);
}
