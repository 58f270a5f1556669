import { Command, CommanderError, InvalidArgumentError } from "commander";
import { SANDBOX } from "../constants.ts";
import { PLATFORMS } from "../platforms.ts";
import { findSituation, type Situation, situationList } from "../play/situations.ts";
import type { PlatformClouds } from "../start/platforms.ts";

type PortName = keyof PlatformClouds | "entra" | "page";

interface PortOption {
  readonly name: PortName;
  /** What listens there. */
  readonly of: string;
}

const OPTIONS: readonly PortOption[] = [
  ...PLATFORMS.map(({ cloud, displayName }) => ({ name: cloud, of: displayName })),
  { name: "entra", of: "Entra" },
  { name: "page", of: "the page" },
];

/** In the order of their default numbers. */
export const PORTS = OPTIONS.toSorted((a, b) => SANDBOX[`${a.name}Port`] - SANDBOX[`${b.name}Port`]);

type Ports = Readonly<Record<`${PortName}Port`, number>>;

export interface MainOptions extends Ports {
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
  const command = new Command("npm run sandbox --").description(
    "Runs Gitpod Classic, Ona and Microsoft Entra ID on this machine, to try everything without an account.",
  );
  for (const { name, of } of PORTS) {
    command.option(`--${name}-port <port>`, `port of ${of}`, port, SANDBOX[`${name}Port`]);
  }
  return command
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
