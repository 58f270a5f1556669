import type { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { errorMessage } from "../../provider-kit/errors.ts";
import { PACKAGED } from "../shared/packaged.ts";

/** This way to get the CLI is not available. The message says why. */
export class Skipped extends Error {
  override readonly name = "Skipped";
}

/** One way to get the Pulumi CLI. */
export interface CliSource {
  /** Such as "on PATH". */
  readonly name: string;
  /** @throws Skipped when this way is not available here */
  obtain(): Promise<PulumiCommand>;
}

export interface FoundCli {
  readonly command: PulumiCommand;
  readonly source: string;
}

/** A source that has no CLI, and why. */
interface Attempt {
  readonly name: string;
  readonly reason: string;
}

/** No source has a CLI. The message has the reason of each, and what to do. */
export class CliUnavailable extends Error {
  override readonly name = "CliUnavailable";
  readonly attempts: readonly Attempt[];

  constructor(attempts: readonly Attempt[]) {
    super(
      [
        "No Pulumi CLI was found. What was tried:",
        ...attempts.map(({ name, reason }) => `  - ${name}: ${reason}`),
        "Install it from https://www.pulumi.com/docs/install and add it to PATH.",
        ...(PACKAGED ? [] : ["Or install Go (https://go.dev/dl) and run this command again: it then builds the CLI."]),
      ].join("\n"),
    );
    this.attempts = attempts;
  }
}

/** The CLI of the first source that has one. `skipped` is called for each source that has none. */
export async function firstCli(
  sources: readonly CliSource[],
  skipped: (name: string, reason: string) => void = () => {},
): Promise<FoundCli> {
  const attempts: Attempt[] = [];
  for (const { name, obtain } of sources) {
    try {
      return { command: await obtain(), source: name };
    } catch (error) {
      const reason = errorMessage(error);
      attempts.push({ name, reason });
      skipped(name, reason);
    }
  }
  throw new CliUnavailable(attempts);
}
