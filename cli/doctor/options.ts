import { Command } from "commander";
import { NOTICE_DAYS } from "../../provider/rotation/schedule.ts";
import { documentation } from "../shared/packaged.ts";

export interface DoctorOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly json?: boolean;
  /** Makes no call to a cloud. */
  readonly offline?: boolean;
}

const NOTES = `
Looks at Node.js, the Pulumi CLI, proxy and certificates, the project and its plugins, the backend and the passphrase, the
settings, the sign-in to Microsoft Entra ID and what it may do, the token of Gitpod or Ona, and the last update of the stack.
Each line is good, bad with what fixes it, or not known with the reason. A token of Ona that ends within ${NOTICE_DAYS} days is bad,
or within half of its life if that is shorter. Changes nothing, and shows no secret.

Exit code: 0 nothing is bad; 3 something is bad; 1 doctor itself failed; 2 wrong usage, or no such stack; 130 interrupted
(Ctrl-C).

Examples:
  npx gitpod-azure-devops doctor
  npx gitpod-azure-devops doctor --stack prod --json

The JSON document and more: ${documentation("doctor.md")}`;

/** The command line of `doctor`. */
export function doctorCommand(action: (options: DoctorOptions) => Promise<void>): Command {
  return new Command("doctor")
    .description("Looks at everything a deployment needs, and says what to fix. Changes nothing.")
    .option("-s, --stack <name>", "the stack to look at (default: the selected one)")
    .option("-C, --cwd <folder>", "folder of Pulumi.yaml (default: the current one)")
    .option("--offline", "make no call to Microsoft, Gitpod or Ona")
    .option("--json", "print one JSON document instead of the list")
    .allowExcessArguments(false)
    .addHelpText("after", NOTES)
    .action(action);
}
