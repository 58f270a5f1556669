import { isTurn } from "./turns.ts";

/**
 * Suites that take turns, two days each, so that a whole run takes less than 25 minutes on two cores. Two, because many of
 * them play one platform a day. All others are played in each run.
 */
const SUITES: readonly (readonly string[])[] = [
  [
    "adopt",
    "drift",
    "faults/entra",
    "liveProof",
    "lookups",
    "lost/installation",
    "lost/others",
    "migration",
    "onaCommands",
    "otherFolder",
    "packaged",
    "pipeline",
    "sequences",
    "settingValues",
    "settings",
    "setup/flags",
    "setup/ona",
    "situations",
    "templates",
  ],
  [
    "activate",
    "adoptOna",
    "adoption",
    "bootstrap",
    "demo",
    "doctor",
    "integrations",
    "lost/renaming",
    "lost/secrets",
    "lost/sequences",
    "policyPack",
    "providerKit",
    "release",
    "remoteComponent",
    "remoteOptions",
    "renamedProject",
    "rotation",
    "setup/questions",
    "status",
  ],
];

const PROJECTS = ["unit", "engine", "keyVault"];

/** Files, without their ending, that a run of whole projects leaves out today. Whoever names a file, a pattern or a test gets it. */
export function restingSuites(args: readonly string[], isTheirTurn = isTurn): readonly string[] {
  const areNamed = args.some(
    (arg) => /^--testPathPatterns?=/.test(arg) || !(arg.startsWith("-") || PROJECTS.includes(arg)),
  );
  return areNamed ? [] : SUITES.filter((_, group) => !isTheirTurn(group, SUITES.length, 2)).flat();
}
