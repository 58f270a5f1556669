import type { Command } from "commander";

/** A command of the program, which is loaded only when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** Says in the program's help what the command does. */
  readonly summary: string;
  /** Heading in the program's help; undefined for what only a program calls. */
  readonly group: string | undefined;
  load(): Promise<{ readonly command: Command }>;
}

const SET_UP = "Set up:";
const LOOK_AFTER = "Look after:";
const FOR_SCRIPTS = "For pipelines and shells:";

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "setup",
    group: SET_UP,
    summary: "ask for a stack's settings and write them",
    load: () => import("../setup.ts"),
  },
  {
    name: "adopt",
    group: SET_UP,
    summary: "take over an integration and an app that were made by hand",
    load: () => import("../adopt.ts"),
  },
  {
    name: "activate",
    group: SET_UP,
    summary: "show the link that a person has to open, and wait for that",
    load: () => import("../activate.ts"),
  },
  {
    name: "status",
    group: LOOK_AFTER,
    summary: "show the integrations of all stacks, and what needs a person",
    load: () => import("../status.ts"),
  },
  {
    name: "doctor",
    group: LOOK_AFTER,
    summary: "look at everything a deployment needs, and say what to fix",
    load: () => import("../doctor.ts"),
  },
  {
    name: "preview-markdown",
    group: FOR_SCRIPTS,
    summary: "turn a preview or deployment into a comment in Markdown",
    load: () => import("../previewMarkdown.ts"),
  },
  {
    name: "completion",
    group: FOR_SCRIPTS,
    summary: "print the script by which a shell completes this command",
    load: () => import("../completion.ts"),
  },
  { name: "complete", group: undefined, summary: "", load: () => import("../complete.ts") },
];
