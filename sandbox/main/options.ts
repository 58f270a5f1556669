import { Command, CommanderError, InvalidArgumentError } from "commander";
import { SANDBOX } from "../constants.ts";
import { findSituation, type Situation, situationList } from "../play/situations.ts";

export interface MainOptions {
  readonly gitpodPort: number;
  readonly entraPort: number;
  readonly onaPort: number;
  readonly pagePort: number;
  /** To play as soon as there is an integration, or at once where none is needed. */
  readonly play: readonly Situation[];
  readonly json?: boolean;
}

export const EXIT = { failed: 1, usage: 2 } as const;

const NOTES = `
Prints organizations, runners and tokens, and what to type in another terminal. Its page in the browser shows both clouds'
objects and all calls, plays situations at any time, and lets you change things as in the portals.

Situations:
`;

/** The command line of \`npm run sandbox\`. */
export function sandboxCommand(action: (options: MainOptions) => Promise<void>): Command {
  return new Command("npm run sandbox --")
    .description(
      "Runs Gitpod Classic, Ona and Microsoft Entra ID on this machine, to try everything without an account.",
    )
    .option("--gitpod-port <port>", "port of Gitpod Classic", port, SANDBOX.gitpodPort)
    .option("--entra-port <port>", "port of Entra", port, SANDBOX.entraPort)
    .option("--ona-port <port>", "port of Ona", port, SANDBOX.onaPort)
    .option("--page-port <port>", "port of the page", port, SANDBOX.pagePort)
    .option(
      "--play <situation>",
      "play one of the situations below, as soon as there is what it needs; may be given several times",
      situations,
      [],
    )
    .option("--json", "print the list as one JSON document, and no calls")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      () => `${NOTES}${situationList()}

Pulumi.dev.yaml has a stack's settings for the default ports. Work on a copy: Pulumi changes a stack's file, and deletes it
with the stack. More: docs/sandbox.md`,
    )
    .action(action);
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError(`It must be a number from 1 to 65535.`);
  }
  return value;
}

function situations(name: string, before: readonly Situation[]): readonly Situation[] {
  if (name === "list") {
    console.log(situationList());
    throw new CommanderError(0, "commander.helpDisplayed", "");
  }
  const found = findSituation(name);
  if (typeof found === "string") throw new InvalidArgumentError(found);
  return [...before, found];
}
