import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { z } from "zod";
import { errorMessage } from "../../provider-kit/errors.ts";
import { ProjectNames } from "../../stack/projectNames.ts";
import { describeSettings, NAMESPACE } from "../../stack/settingsSchema.ts";
import { findPresentPulumi } from "../pulumi/find.ts";
import type { FoundCli } from "../pulumi/sources.ts";
import { decrypted, projectFolder, pulumi, stackFrom, stacksOf, workspaceIn } from "../pulumi/workspace.ts";
import { declaredSettings } from "../setup/declared.ts";
import { HIDDEN } from "../setup/settings.ts";
import { readConfig, type StackConfig } from "../setup/stackConfig.ts";
import { once } from "../shared/once.ts";
import { NotKnown } from "./model.ts";

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
  /** Settings that Pulumi.yaml declares, without those of providers. */
  readonly declared: ReadonlySet<string>;
  /** Between the names in the code and those of the stack. */
  readonly names: ProjectNames;
}

/** Who is logged in to which backend. */
export type Backend = z.output<typeof backendSchema>;

const backendSchema = z.object({ user: z.string().default(""), url: z.string().default("") });

/** Pulumi.yaml cannot be used. */
export class UnusableProject extends NotKnown {}

/** What the Pulumi CLI says. Fails with UnusableProject, PulumiFailure, CliUnavailable or UsageError, whose message says why. */
export interface PulumiFacts {
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
  /** Decrypts the secrets of the state, and drops them. */
  decryptState(): Promise<void>;
  /** The output of `pulumi stack history --json`, the last update only. */
  history(): Promise<string>;
}

/**
 * What the CLI says of a stack of the project in a folder.
 *
 * @param wanted undefined for the selected stack
 * @param variables for the CLI, beside those of this process
 */
export function pulumiFacts(
  folder: string,
  wanted: string | undefined,
  variables: Readonly<Record<string, string>>,
): PulumiFacts {
  const cli = once(() => findPresentPulumi());
  const workspace = once(async () => {
    const workDir = projectFolder(folder);
    return workspaceIn(workDir, (await cli()).command, variables);
  });
  const stacks = once(async () => stacksOf(await workspace()));
  const stack = once(async () => stackFrom(await stacks(), wanted));
  const project = once(async () => readProject(await workspace()));
  const config = once(async () => {
    const { names } = await project();
    return readConfig(await workspace(), await stack(), names);
  });
  const secrets = new Map<string, Promise<string>>();
  const decrypt = async (key: string) => decrypted(await workspace(), await stack(), (await config()).names.key(key));
  const ofStack = (...args: string[]) =>
    once(async () => pulumi(await workspace(), "stack", ...args, "--stack", await stack()));
  return {
    cli,
    project,
    backend: once(async () => backendSchema.parse(JSON.parse(await pulumi(await workspace(), "whoami", "--json")))),
    stacks: async () => (await stacks()).map(({ name }) => name),
    stack,
    config,
    async value(key) {
      const { values } = await config();
      if (values[key] !== HIDDEN) return values[key] ?? "";
      const secret = secrets.get(key) ?? decrypt(key);
      secrets.set(key, secret);
      return secret;
    },
    state: ofStack("export"),
    async decryptState() {
      await ofStack("export", "--show-secrets")();
    },
    history: ofStack("history", "--json", "--page-size", "1"),
  };
}

type ProjectFolder = Pick<LocalWorkspace, "workDir" | "projectSettings">;

/** What the SDK's type of Pulumi.yaml leaves out. */
const projectSchema = z.object({
  name: z.string(),
  config: z.record(z.string(), z.unknown()).nullish(),
  runtime: z.union([
    z.string().transform((name) => ({ name, options: undefined })),
    z.object({ name: z.string(), options: z.object({ nodeargs: z.string().default("") }).optional() }),
  ]),
  plugins: z
    .object({ providers: z.array(z.object({ name: z.string(), path: z.string().optional() })).default([]) })
    .optional(),
});

/** @throws UnusableProject, or ProjectNameError */
export async function readProject(workspace: ProjectFolder): Promise<Project> {
  const { name, config, runtime, plugins } = await projectFile(workspace);
  const plugin = plugins?.providers.find((each) => each.name === "gitpod");
  return {
    folder: workspace.workDir,
    runtime: runtime.name,
    nodeArguments: runtime.options?.nodeargs ?? "",
    pluginPath: plugin?.path,
    declared: declaredSettings({ name, config }),
    names: new ProjectNames(NAMESPACE, name, describeSettings()),
  };
}

async function projectFile(workspace: ProjectFolder): Promise<z.output<typeof projectSchema>> {
  try {
    return projectSchema.parse(await workspace.projectSettings());
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : errorMessage(error);
    throw new UnusableProject(`Pulumi.yaml cannot be read: ${reason}`, { cause: error });
  }
}
