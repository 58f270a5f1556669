import { Command } from "commander";
import { UsageError } from "../shared/commandLine.ts";
import {
  API_URL,
  AZURE_TENANT,
  type Config,
  HOST,
  hostIn,
  LIFETIME,
  OWNERS,
  problemWith,
  ROTATION,
  TENANT,
  withHost,
  withOwners,
  withTenant,
} from "./settings.ts";

/** What was given on the command line; undefined or empty where nothing was. */
export interface Flags {
  readonly stack?: string;
  readonly host?: string;
  readonly apiUrl?: string;
  readonly tokenStdin?: boolean;
  /** Id, short name or name. */
  readonly organization?: string;
  readonly tenant?: string;
  readonly owner?: readonly string[];
  /** `none` turns rotation by age off. */
  readonly rotateAfterDays?: string;
  readonly secretLifetimeDays?: string;
  /** False with --no-verify. */
  readonly verify: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly cwd?: string;
}

const NOTES = `
On a terminal it asks for what no flag says, offers what the stack has, and writes after a last question. Ctrl-C or Esc
at any question ends it; nothing is written then. Without a terminal, and with --yes or --json, it asks nothing.

The token is the personal access token of an organization owner. It comes from GITPOD_TOKEN, from --token-stdin, or is
asked for, never from a flag, which other users of the machine could read. The stack keeps it encrypted.

Examples:
  npm run setup
  npm run setup -- --stack prod --yes --host gitpod.example.com --organization acme --tenant <uuid> --token-stdin < token

Exit code: 0 when the settings are written or were so already, 1 when something failed, 2 for a wrong or missing flag,
130 when you ended it.`;

/** `npm run setup`, with what it does when its flags are read. */
export function setupCommand(action: (flags: Flags) => Promise<void>): Command {
  return new Command("npm run setup --")
    .description("Sets up a stack: asks for its settings, tries the token, and writes them. All other settings stay.")
    .option("-s, --stack <name>", "stack to set up; made where there is none")
    .option("--host <host>", "host of the Gitpod installation")
    .option("--api-url <url>", "base URL of its API, when it is not https://api.<host>")
    .option("--token-stdin", "read the token from standard input")
    .option("--organization <organization>", "Gitpod organization: id, short name (slug) or name")
    .option("--tenant <id>", "Microsoft Entra tenant")
    .option("--owner <object-id>", "owner of the app registration; may be repeated", collect)
    .option("--rotate-after-days <days>", "age at which a deployment renews the client secret; or none")
    .option("--secret-lifetime-days <days>", "how long a client secret is valid")
    .option("--no-verify", "with --yes: do not call Gitpod; --organization is then the id, and a token not needed")
    .option("-y, --yes", "ask nothing: take flags, the stack's settings and GITPOD_TOKEN, and write")
    .option("--json", "print one JSON document instead: {ok, stack, created, changes, warnings, next}")
    .option("-C, --cwd <folder>", "folder of Pulumi.yaml")
    .helpOption("-h, --help", "print this")
    .addHelpText("after", NOTES)
    .action((flags: Flags) => action(flags));
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

/** Settings with what the flags say. The organization is not among them: it has to be looked up. */
export function withFlags(before: Config, flags: Flags): Config {
  let config = before;
  if (flags.host !== undefined) config = withHost(config, hostIn(flags.host));
  if (flags.apiUrl !== undefined) config = { ...config, [API_URL]: flags.apiUrl };
  if (flags.tenant !== undefined) config = withTenant(config, flags.tenant);
  if (flags.owner !== undefined) config = withOwners(config, flags.owner);
  if (flags.secretLifetimeDays !== undefined) config = { ...config, [LIFETIME]: flags.secretLifetimeDays };
  const rotation = flags.rotateAfterDays;
  if (rotation !== undefined) config = { ...config, [ROTATION]: rotation === "none" ? "" : rotation };
  return config;
}

/** The flag for each setting that flags can give. */
const FLAG_OF = {
  [HOST]: "host",
  [API_URL]: "apiUrl",
  [AZURE_TENANT]: "tenant",
  [TENANT]: "tenant",
  [OWNERS]: "owner",
  [LIFETIME]: "secretLifetimeDays",
  [ROTATION]: "rotateAfterDays",
} as const satisfies Record<string, keyof Flags>;

/** Whether the setting was given by a flag, so that nobody needs to be asked for it. */
export function isGiven(key: keyof typeof FLAG_OF, flags: Flags): boolean {
  return flags[FLAG_OF[key]] !== undefined;
}

/**
 * Checks what flags give; with `all` what they could give, too, for when nobody is there to ask.
 *
 * @throws UsageError that says of each flag what is wrong with it
 */
export function checkFlags(config: Config, flags: Flags, env: NodeJS.ProcessEnv, all = false): void {
  const keys = (Object.keys(FLAG_OF) as (keyof typeof FLAG_OF)[]).filter((key) => all || isGiven(key, flags));
  const problems = keys.flatMap((key) => {
    const message = problemWith(key, config, env);
    return message === undefined ? [] : [`--${kebab(FLAG_OF[key])} ${message}`];
  });
  if (problems.length > 0) throw new UsageError([...new Set(problems)].join("\n       "));
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
