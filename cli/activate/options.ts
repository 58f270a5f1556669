import { Command, InvalidArgumentError, Option } from "commander";
import { PROBLEMS } from "./problems.ts";

/** What a person asked for. */
export interface ActivateOptions {
  readonly stack?: string;
  readonly integration?: string;
  readonly cwd?: string;
  /** Milliseconds to wait for the consent. */
  readonly timeout: number;
  readonly open: boolean;
  readonly json?: boolean;
  readonly explain?: string;
}

/** Exit codes of the command. */
export const EXIT = { verified: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const;

const HELP_AFTER = `
Reads the stack and asks Gitpod whether the integration is verified. If not, prints the activation link, opens it in a
browser where there is one, and waits until an owner of the Gitpod organization has consented. Changes nothing by itself.

--json prints one document, and nothing else, on standard output:
  {stack, integration, integrationId, organizationId, providerHost, activationUrl, verified, outcome, waitedSeconds}
where outcome is "already-verified", "verified", "timeout" or "deleted". A command that fails before prints none.

--explain knows
${PROBLEMS.map(({ code }) => `  ${code}`).join("\n")}

Exit code: 0 verified; 1 not verified in time, or failed; 2 wrong usage; 130 interrupted (Ctrl-C).
More: docs/activation.md`;

/** The command line of `npm run activate`. */
export function activateCommand(action: (options: ActivateOptions) => Promise<void>): Command {
  return new Command("npm run activate --")
    .description("Has an owner activate the integration of a stack, and waits until that is done.")
    .option("-s, --stack <name>", "stack to work on; else the one that is selected")
    .option("-i, --integration <name>", "name, id or host of the integration, where a stack has several")
    .option("-C, --cwd <folder>", "folder of the project, where Pulumi.yaml is; else the current one")
    .addOption(
      new Option("--timeout <time>", "how long to wait: seconds, or a number with s, m or h")
        .argParser(milliseconds)
        .default(300_000, "5m"),
    )
    .option("--no-open", "open no browser")
    .option("--json", "print the result as JSON")
    .option("--explain <code>", "explain what went wrong at an activation, and end")
    .allowExcessArguments(false)
    .addHelpText("after", HELP_AFTER)
    .action(action);
}

const UNITS: Readonly<Record<string, number>> = { "": 1_000, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST = 24 * 3_600_000;

/** Milliseconds of `90`, `90s`, `5m` or `1h`. */
export function milliseconds(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (UNITS[unit] ?? Number.NaN);
  if (!(value >= 1_000 && value <= LONGEST)) {
    throw new InvalidArgumentError("Give a time from 1 second to 24 hours, such as 90, 90s, 5m or 1h.");
  }
  return value;
}
