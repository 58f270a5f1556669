import { Command, Option } from "commander";
import { PLATFORMS, type PlatformName } from "../../platforms/index.ts";
import { NOTICE_DAYS } from "../../provider/rotation/schedule.ts";
import { UsageError } from "../shared/commandLine.ts";
import { SANDBOX_COMMAND } from "../shared/packaged.ts";
import { type OwnFlags, SETTINGS_BY_PLATFORM } from "./settings/platforms.ts";
import {
  AZURE_TENANT,
  type Config,
  KEY_VAULT,
  LIFETIME,
  OWNERS,
  problemWith,
  ROTATION,
  TENANT,
  withKeyVault,
  withOwners,
  withTenant,
} from "./settings.ts";

const OWN_FLAGS = SETTINGS_BY_PLATFORM.flatMap(({ flags }) => flags);

export interface Flags extends OwnFlags {
  readonly stack?: string;
  readonly platform?: PlatformName;
  readonly sandbox?: boolean;
  readonly tokenStdin?: boolean;
  /** False with --no-store-token. */
  readonly storeToken: boolean;
  readonly tenant?: string;
  readonly owner?: readonly string[];
  /** `none` turns off rotation by age. */
  readonly rotateAfterDays?: string;
  readonly secretLifetimeDays?: string;
  /** Resource id; `none` turns it off. */
  readonly keyVault?: string;
  /** False with --no-verify. */
  readonly verify: boolean;
  /** Undefined: on a terminal it is asked, otherwise there is none. */
  readonly preview?: boolean;
  /** Makes a project where there is none. */
  readonly new?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly cwd?: string;
}

const NOTES = `
On a terminal it asks for what no flag sets, suggests the stack's current settings, and writes only after you confirm.
Ctrl-C or Esc at any question cancels it, and nothing is written. Without a terminal, or with --yes or --json, it asks
nothing.

In a folder without Pulumi.yaml it offers to make a project; without questions, --new does, or --yes in an empty folder. In
the end it looks at what a deployment needs (doctor), offers a preview, and shows the commands that come next.

The token is the personal access token of an organization owner, or with Ona of an administrator. Set GITPOD_TOKEN or
ONA_TOKEN, use --token-stdin, or enter it when asked. There is no flag for it, because other users of the machine can read
flags. The stack stores it encrypted, unless you choose to store none, for example where a pipeline has it as a secret. One
of Ona that ends within ${NOTICE_DAYS} days is a warning.

Examples:
  npx gitpod-azure-devops setup
  npx gitpod-azure-devops setup --stack prod --yes --host gitpod.example.com --organization acme --tenant <uuid> --token-stdin < token
  npx gitpod-azure-devops setup --stack prod --yes --platform ona --runner <uuid> --tenant <uuid> --token-stdin < token

Exit code: 0 when the settings are written or unchanged, 1 when something failed, 2 for a wrong or missing flag, 130
when cancelled.`;

/** The command line of `setup`. */
export function setupCommand(action: (flags: Flags) => Promise<void>): Command {
  const command = new Command("setup")
    .description("Sets up a stack: asks for its settings, tests the token, and writes them. All other settings stay.")
    .option("-s, --stack <name>", "stack to set up; created if it does not exist")
    .addOption(
      new Option("--platform <platform>", "Gitpod Classic, or its successor Ona").choices(
        PLATFORMS.map(({ name }) => name),
      ),
    )
    .option("--sandbox", `set the stack up for the sandbox on this machine (${SANDBOX_COMMAND})`)
    .option("--token-stdin", "read the token from standard input")
    .option("--no-store-token", "do not store the token: each deployment gets it as GITPOD_TOKEN or ONA_TOKEN");
  for (const { name, value, description } of OWN_FLAGS) command.option(`${typed(name)} ${value}`, description);
  return command
    .option("--tenant <id>", "Microsoft Entra tenant")
    .option("--owner <object-id>", "owner of the app registration; may be repeated", collect)
    .option("--rotate-after-days <days>", "age at which a deployment renews the client secret, or none")
    .option("--secret-lifetime-days <days>", "how long a client secret is valid")
    .option(
      "--key-vault <resource-id>",
      "Azure Key Vault that gets the credentials too, or none; installs what it needs",
    )
    .option("--no-verify", "with --yes: do not call the API; needs no token, but the id as --organization or --runner")
    .option("--new", "make a project in this folder if it has no Pulumi.yaml; nothing there is overwritten")
    .option("--preview", "run pulumi preview in the end")
    .option("--no-preview", "do not, and do not ask")
    .option("-y, --yes", "ask nothing: use flags, the stack's settings and the token in the environment")
    .option(
      "--json",
      "print one JSON document instead: {ok, stack, platform, created, changes, warnings, checks, next}",
    )
    .option("-C, --cwd <folder>", "folder of Pulumi.yaml")
    .addHelpText("after", NOTES)
    .action((flags: Flags) => action(flags));
}

function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

/** The settings with those of the flags, except for platform and place: the place has to be looked up. */
export function withFlags(before: Config, flags: Flags): Config {
  let config = before;
  for (const { name, set } of OWN_FLAGS) {
    const value = flags[name];
    if (value !== undefined && set !== undefined) config = set(config, value);
  }
  if (flags.tenant !== undefined) config = withTenant(config, flags.tenant);
  if (flags.owner !== undefined) config = withOwners(config, flags.owner);
  if (flags.secretLifetimeDays !== undefined) config = { ...config, [LIFETIME]: flags.secretLifetimeDays };
  const rotation = flags.rotateAfterDays;
  if (rotation !== undefined) config = { ...config, [ROTATION]: rotation === "none" ? "" : rotation };
  if (flags.keyVault !== undefined) config = withKeyVault(config, flags.keyVault === "none" ? "" : flags.keyVault);
  return config;
}

/** The flag for each setting that has one. */
const FLAG_OF: ReadonlyMap<string, keyof Flags> = new Map<string, keyof Flags>([
  ...OWN_FLAGS.flatMap(({ setting, name }) => (setting === undefined ? [] : [[setting, name] as const])),
  [AZURE_TENANT, "tenant"],
  [TENANT, "tenant"],
  [OWNERS, "owner"],
  [LIFETIME, "secretLifetimeDays"],
  [ROTATION, "rotateAfterDays"],
  [KEY_VAULT, "keyVault"],
]);

/** A flag gives the setting, so there is no need to ask for it. */
export function isGiven(key: string, flags: Flags): boolean {
  const flag = FLAG_OF.get(key);
  return flag !== undefined && flags[flag] !== undefined;
}

/**
 * Checks the settings that flags give; with `all`, all settings that have a flag.
 *
 * @throws UsageError that says what is wrong with each flag
 */
export function checkFlags(config: Config, flags: Flags, env: NodeJS.ProcessEnv, all = false): void {
  const checked = [...FLAG_OF].filter(([, flag]) => all || flags[flag] !== undefined);
  const problems = checked.flatMap(([key, flag]) => {
    const message = problemWith(key, config, env);
    return message === undefined ? [] : [`${typed(flag)} ${message}`];
  });
  if (problems.length > 0) throw new UsageError([...new Set(problems)].join("\n       "));
}

/** A flag as it is typed. */
export function typed(flag: keyof Flags): string {
  return `--${kebab(flag)}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
