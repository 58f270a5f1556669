import { Command, Option } from "commander";
import { documentation } from "../shared/packaged.ts";
import { milliseconds } from "../shared/timeArgument.ts";
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
  {stack, integration, platform, integrationId, organizationId, organizationName, providerHost, activationUrl,
   verified, outcome, waitedSeconds}
For Ona, runnerId, runnerName, connectUrl and connected stand for organizationId, organizationName, activationUrl and
verified. A name that cannot be had is null. The outcome is
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
    .option(
      "-i, --integration <name>",
      "which one, if the stack has several: its name, id or host, or its organization or runner",
    )
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
