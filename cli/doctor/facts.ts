import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import type { PlatformName } from "../../platforms/index.ts";
import { findPresentPulumi } from "../pulumi/find.ts";
import type { FoundCli } from "../pulumi/sources.ts";
import { chooseStack, decrypted, projectFolder, pulumi, stacksOf, workspaceIn } from "../pulumi/workspace.ts";
import { HIDDEN } from "../setup/settings.ts";
import { type OpenedAccount, openAccount } from "./account.ts";
import { type Access, openAccess } from "./entra/access.ts";
import { type AzureCloud, cloudOf } from "./entra/cloud.ts";
import { type Identity, identityOf } from "./entra/identity.ts";
import { once } from "./once.ts";
import { PLATFORM_DOCTORS } from "./platforms.ts";
import { readConfig, type StackConfig } from "./stackConfig.ts";

/** What Pulumi.yaml says that checks need. */
export interface Project {
  /** Folder of Pulumi.yaml. */
  readonly folder: string;
  /** Such as `nodejs`. */
  readonly runtime: string;
  /** How Node is started for the program; empty for another runtime. */
  readonly nodeArguments: string;
  /** Folder of the plugin `gitpod`, where the project names it by its path. */
  readonly pluginPath: string | undefined;
}

/** Who is logged in to which backend. */
export type Backend = z.output<typeof backendSchema>;

/**
 * What checks look at. Each fact is found out once, when the first check asks for it. It fails with NotKnown, PulumiFailure,
 * CliUnavailable or UsageError where it cannot be found out; the message then says why.
 */
export interface Facts {
  readonly env: NodeJS.ProcessEnv;
  /** No cloud is called. */
  readonly offline: boolean;
  readonly signal: AbortSignal;
  cli(): Promise<FoundCli>;
  project(): Promise<Project>;
  backend(): Promise<Backend>;
  /** Names of the project's stacks in the backend. */
  stacks(): Promise<readonly string[]>;
  /** Name of the stack. */
  stack(): Promise<string>;
  config(): Promise<StackConfig>;
  /** The value of a setting by its name in the code, decrypted; empty where it is not set. */
  value(key: string): Promise<string>;
  /** The output of `pulumi stack export`. */
  state(): Promise<string>;
  /** The output of `pulumi stack history --json`, the last update only. */
  history(): Promise<string>;
  /** The Azure cloud that the azuread provider calls. */
  cloud(): Promise<AzureCloud>;
  /** How the azuread provider signs in. */
  identity(): Promise<Identity>;
  /** A sign-in as the azuread provider's. Fails with SignInFailed too. */
  access(): Promise<Access>;
  /** What the token of a platform shows. Fails with AccountError too. */
  account(platform: PlatformName): Promise<OpenedAccount>;
}

export interface Place {
  readonly folder: string;
  /** Undefined for the selected one. */
  readonly stack: string | undefined;
  readonly offline: boolean;
  readonly signal: AbortSignal;
}

const backendSchema = z.object({ user: z.string().default(""), url: z.string().default("") });

/** The facts of a stack of the project in a folder. */
export function factsOf({ folder, stack: wanted, offline, signal }: Place, env: NodeJS.ProcessEnv): Facts {
  const cli = once(() => findPresentPulumi());
  const workspace = once(async () => {
    const workDir = projectFolder(folder);
    return workspaceIn(workDir, (await cli()).command);
  });
  const stack = once(async () => chooseStack(await workspace(), wanted));
  const config = once(async () => readConfig(await workspace(), await stack()));
  const secrets = new Map<string, Promise<string>>();
  const decrypt = async (key: string) => decrypted(await workspace(), await stack(), (await config()).names.key(key));
  const value = async (key: string) => {
    const { values } = await config();
    if (values[key] !== HIDDEN) return values[key] ?? "";
    const secret = secrets.get(key) ?? decrypt(key);
    secrets.set(key, secret);
    return secret;
  };
  // Before there is a stack, the sign-in follows from the environment alone.
  const valueIfAny = async (key: string) => ((await config().catch(() => undefined)) === undefined ? "" : value(key));
  const cloud = once(() => cloudOf(valueIfAny, env, signal));
  const identity = once(() => identityOf(valueIfAny, env));
  const ofStack = (...args: string[]) =>
    once(async () => pulumi(await workspace(), "stack", ...args, "--stack", await stack()));
  const accountAt = (platform: PlatformName) =>
    once(async () => openAccount(PLATFORM_DOCTORS[platform], await config(), value, env, signal));
  const accounts = { classic: accountAt("classic"), ona: accountAt("ona") } satisfies Record<PlatformName, unknown>;
  return {
    env,
    offline,
    signal,
    cli,
    project: once(async () => readProject(await workspace())),
    backend: once(async () => backendSchema.parse(JSON.parse(await pulumi(await workspace(), "whoami", "--json")))),
    stacks: once(async () => (await stacksOf(await workspace())).map(({ name }) => name)),
    stack,
    config,
    value,
    state: ofStack("export"),
    history: ofStack("history", "--json", "--page-size", "1"),
    cloud,
    identity,
    access: once(async () => openAccess(await identity(), await cloud(), env, signal)),
    account: (platform) => accounts[platform](),
  };
}

/** What the SDK's type of Pulumi.yaml leaves out. */
const projectSchema = z.object({
  runtime: z.union([
    z.string().transform((name) => ({ name, options: undefined })),
    z.object({ name: z.string(), options: z.object({ nodeargs: z.string().default("") }).optional() }),
  ]),
  plugins: z
    .object({ providers: z.array(z.object({ name: z.string(), path: z.string().optional() })).default([]) })
    .optional(),
});

async function readProject(workspace: LocalWorkspace): Promise<Project> {
  const { runtime, plugins } = projectSchema.parse(await workspace.projectSettings());
  const plugin = plugins?.providers.find(({ name }) => name === "gitpod");
  return {
    folder: workspace.workDir,
    runtime: runtime.name,
    nodeArguments: runtime.options?.nodeargs ?? "",
    pluginPath: plugin?.path,
  };
}
