import { Command } from "commander";
import { documentation } from "../shared/packaged.ts";

export interface AdoptOptions {
  readonly stack?: string;
  /** Id or host of the integration. */
  readonly integration?: string;
  readonly cwd?: string;
  readonly secretStdin?: boolean;
  /** False with --no-secret. */
  readonly secret: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const NOTES = `
Finds the integration of the stack's organization or runner, the app registration that it signs people in with, and that
app's service principal. Shows them beside what the program makes of them, the settings with which the program keeps
them, and what would be imported. That is all: it writes nothing, unless you confirm or give --yes.

With --yes it stores the client secret, writes the settings, imports all three into the stack, and ends with a preview.
It changes neither Entra nor the platform. If it stops half-way, run it again: it goes on from there.

The client secret is the one that the platform has now. It is asked for, or read with --secret-stdin, and must be accepted
by Entra. There is no flag for it, because other users of the machine can read flags. The stack stores it encrypted.

The stack must be set up: npx gitpod-azure-devops setup. Entra is read as the identity that a deployment uses: ARM_CLIENT_ID
with ARM_CLIENT_SECRET or ARM_USE_OIDC, else the Azure CLI.

--json prints only this document on standard output:
  {ok, stack, platform, integration, application, servicePrincipal, differences, settings, imports, secret, warnings,
  done, preview}, or {ok: false, error, done}

Examples:
  npx gitpod-azure-devops adopt --stack prod
  npx gitpod-azure-devops adopt --stack prod --yes --secret-stdin < secret

Exit code: 0 done, or nothing was to be done; 1 failed; 2 wrong usage; 130 interrupted (Ctrl-C).
More: ${documentation("adopting.md")}`;

/** The command line of `npx gitpod-azure-devops adopt`. */
export function adoptCommand(action: (options: AdoptOptions) => Promise<void>): Command {
  return new Command("adopt")
    .description("Takes over an integration and an app registration that were made by hand, without an interruption.")
    .option("-s, --stack <name>", "stack that takes them over (default: the selected one)")
    .option("-i, --integration <integration>", "id or host of the integration, if there are several")
    .option("--secret-stdin", "read the client secret from standard input")
    .option("--no-secret", "nobody has the client secret: the next deployment makes one")
    .option("-y, --yes", "do it, and ask nothing")
    .option("--json", "print one JSON document instead")
    .option("-C, --cwd <folder>", "folder of Pulumi.yaml (default: the current one)")
    .addHelpText("after", NOTES)
    .action(action);
}
