import { Command, InvalidArgumentError, Option } from "commander";
import { documentation } from "../shared/packaged.ts";
import { codes } from "./problems.ts";

export interface ActivateOptions {
  readonly stack?: string;
  readonly integration?: string;
  readonly cwd?: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly open: boolean;
  readonly json?: boolean;
  readonly explain?: string;
}

const HELP_AFTER = `
Gitpod Classic: asks whether the integration is verified. If not, prints the activation link, opens it in a browser if
there is one, and waits until an owner of the Gitpod organization has consented.
Ona: nobody activates anything, each person connects once. Prints and opens the link for that, and waits until the owner
of the stack's token has connected.
It changes nothing itself.

--json prints only this document on standard output:
  {stack, integration, platform, integrationId, organizationId, providerHost, activationUrl, verified, outcome, waitedSeconds}
For Ona, runnerId, connectUrl and connected stand for organizationId, activationUrl and verified. The outcome is
"already-verified", "verified", "already-connected", "connected", "timeout", "deleted", or, where the token belongs to a
service account, "no-person". After an error it prints nothing.

--explain knows
${codes()
  .map((code) => `  ${code}`)
  .join("\n")}

Exit code: 0 verified or connected, or nobody to wait for; 1 not in time, or failed; 2 wrong usage; 130 interrupted (Ctrl-C).
More: ${documentation("activation.md")}`;

/** The command line of `activate`. */
export function activateCommand(action: (options: ActivateOptions) => Promise<void>): Command {
  return new Command("activate")
    .description(
      "Shows the link by which a person activates a stack's integration, or connects to it, and waits for that.",
    )
    .option("-s, --stack <name>", "stack to work on (default: the selected one)")
    .option("-i, --integration <name>", "name, id or host of the integration, if the stack has several")
    .option("-C, --cwd <folder>", "folder of Pulumi.yaml (default: the current one)")
    .addOption(
      new Option("--timeout <time>", "how long to wait: seconds, or a number with s, m or h")
        .argParser(milliseconds)
        .default(300_000, "5m"),
    )
    .option("--no-open", "do not open a browser")
    .option("--json", "print the result as JSON")
    .option("--explain <code>", "explain an error of the activation, and exit")
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
    throw new InvalidArgumentError("Use a time from 1 second to 24 hours, such as 90, 90s, 5m or 1h.");
  }
  return value;
}
