import { Command, Option } from "commander";
import { NOTICE_DAYS } from "../../provider/rotation/schedule.ts";
import { documentation } from "../shared/packaged.ts";
import { milliseconds } from "../shared/timeArgument.ts";

export interface StatusOptions {
  readonly stack?: string;
  readonly cwd?: string;
  /** False with --no-drift. */
  readonly drift: boolean;
  readonly json?: boolean;
  /** File for the web page. */
  readonly html?: string;
  /** Milliseconds after which a browser loads the page again. */
  readonly reload?: number;
}

const NOTES = `
Shows for each integration: the platform, the host, the organization or runner, whether an owner has activated it (Gitpod
Classic) or the runner finds it valid (Ona), how old the client secret is and how long it is still valid, the last update
of the stack, and whether anything in Entra or on the platform differs from the state.
What needs a person is listed below by who can do it, with what to do, and then which client secrets end or are renewed
in the next 90 days. Changes nothing.

Both clouds are read by \`pulumi refresh --preview-only\`, which signs in to them like \`pulumi up\`.

Exit code: 0 all is well; 1 something could not be read; 2 wrong usage; 3 something needs a person: an activation, an
integration that is not valid, a client secret that has expired or expires soon with nothing to renew it, a token of Ona
that ends within ${NOTICE_DAYS} days (or half of its life, if that is shorter), drift, a failed update, a stack without an
integration; 130 interrupted (Ctrl-C). 3 wins over 1.

Examples:
  npx gitpod-azure-devops status
  npx gitpod-azure-devops status --stack prod --html status.html
  npx gitpod-azure-devops status --json
  npx gitpod-azure-devops status --html wall.html --reload 15m

The JSON document and more: ${documentation("status.md")}`;

/** The command line of `status`. */
export function statusCommand(action: (options: StatusOptions) => Promise<void>): Command {
  return new Command("status")
    .description("Shows the state of the integrations of all stacks, and what needs a person.")
    .option("-s, --stack <name>", "only this stack")
    .option("-C, --cwd <folder>", "folder of Pulumi.yaml (default: the current one)")
    .option("--no-drift", "do not read the clouds: show what the last deployment or refresh saw")
    .option("--json", "print one JSON document instead of the table")
    .option("--html <file>", "also write the report as a web page")
    .addOption(
      new Option("--reload <time>", "with --html: browsers load the page again so often, such as 15m").argParser(
        milliseconds,
      ),
    )
    .addHelpText("after", NOTES)
    .action(action);
}
