import { Command } from "commander";

/** What a person asked for. */
export interface StatusOptions {
  readonly stack?: string;
  readonly cwd?: string;
  /** False with --no-drift. */
  readonly drift: boolean;
  readonly json?: boolean;
  /** File for the page. */
  readonly html?: string;
}

/** Exit codes of the command. What needs a person outweighs what could not be read. */
export const EXIT = { well: 0, failed: 1, needsPerson: 2, interrupted: 130 } as const;

const NOTES = `
Shows for each integration: the hosts, the organization, whether an owner has activated it, how old the client secret is and
how long it is still good, the last update of the stack, and whether anything differs from the state in Entra or Gitpod. What
needs a person stands below, with what to do. Changes nothing.

Both clouds are asked by \`pulumi refresh --preview-only\`, which signs in to them as any \`pulumi up\` does.

Exit code: 0 all is well; 2 something needs a person: an activation, a client secret that has ended or ends soon with nothing
to renew it, drift, a failed update, a stack without an integration; 1 something could not be read, or wrong usage; 130
interrupted (Ctrl-C).

Examples:
  npm run status
  npm run status -- --stack prod --html status.html
  npm run --silent status -- --json

The JSON document and more: docs/status.md`;

/** The command line of `npm run status`. */
export function statusCommand(action: (options: StatusOptions) => Promise<void>): Command {
  return new Command("npm run status --")
    .description("Shows how the integrations of all stacks are, and what needs a person.")
    .option("-s, --stack <name>", "this stack only")
    .option("-C, --cwd <folder>", "folder of the project, where Pulumi.yaml is; else the current one")
    .option("--no-drift", "do not ask the clouds: show what the last deployment or refresh saw")
    .option("--json", "print one JSON document instead of the table")
    .option("--html <file>", "write a web page of the same, too")
    .allowExcessArguments(false)
    .addHelpText("after", NOTES)
    .action(action);
}
