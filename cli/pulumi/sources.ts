import type { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { errorMessage } from "../shared/errors.ts";

/** Why a way to get the CLI gave none, in words a person can act on. */
export class Skipped extends Error {
  override readonly name = "Skipped";
}

/** One way to get the Pulumi CLI. */
export interface CliSource {
  /** What is tried, to go before a colon: "on PATH". */
  readonly name: string;
  /** Fails with `Skipped` when this way is not open here. */
  obtain(): Promise<PulumiCommand>;
}

export interface FoundCli {
  readonly command: PulumiCommand;
  readonly source: string;
}

/** No way led to a CLI; the message tells what each one said, and what a person can do. */
export class CliUnavailable extends Error {
  override readonly name = "CliUnavailable";

  constructor(attempts: readonly { name: string; reason: string }[]) {
    super(
      [
        "There is no Pulumi CLI to work with. What was tried:",
        ...attempts.map(({ name, reason }) => `  - ${name}: ${reason}`),
        "Install it from https://www.pulumi.com/docs/install and put it on PATH, or install Go (https://go.dev/dl) and",
        "let this command build it.",
      ].join("\n"),
    );
  }
}

/** The CLI of the first source that has one. `skipped` hears about each that had none, as soon as it is known. */
export async function firstCli(
  sources: readonly CliSource[],
  skipped: (name: string, reason: string) => void = () => {},
): Promise<FoundCli> {
  const attempts: { name: string; reason: string }[] = [];
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
