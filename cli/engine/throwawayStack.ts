import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type ConfigMap,
  LocalWorkspace,
  type ProjectSettings,
  type PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

/** The parts of Pulumi.yaml for which the Automation API has no types. */
interface ProjectFile extends ProjectSettings {
  plugins?: { providers?: { name: string; path: string }[] };
}

export interface ThrowawayOptions {
  readonly command: PulumiCommand;
  /** Folder of another project; by default this one. */
  readonly project?: string;
  /** Stack settings by full name, such as `gitpod:host`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly secretSettings?: Readonly<Record<string, string>>;
  /** Added to this process's environment for the engine and its plugins. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of provider plugins by package name, in addition to those in Pulumi.yaml or instead of them. */
  readonly plugins?: Readonly<Record<string, string>>;
  readonly stackName?: string;
  /** Runs in this process instead of the project's own program. */
  readonly program?: PulumiFn;
}

/** A stack of this project with its state in a temporary folder. */
export interface ThrowawayStack {
  readonly stack: Stack;
  /** Everything that Pulumi has written to disk for the stack: state, history, settings, logs. */
  written(): Promise<string>;
  /** Removes all files of the stack. Deployed resources stay. */
  close(): Promise<void>;
}

/**
 * Creates a stack of this project that leaves no trace in the repository, Pulumi's home or a backend. Its program runs in
 * this process, so that no language host is needed.
 */
export async function throwawayStack(options: ThrowawayOptions): Promise<ThrowawayStack> {
  const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-"));
  const removeNow = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeNow);
  const close = async () => {
    process.off("exit", removeNow);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    return { stack: await createStack(folder, options), written: () => allText(folder), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function createStack(folder: string, options: ThrowawayOptions): Promise<Stack> {
  const {
    command,
    project = REPOSITORY,
    settings,
    secretSettings = {},
    plugins = {},
    stackName = "throwaway",
    program = ownProgram,
  } = options;
  const [workDir, state] = [join(folder, "project"), join(folder, "state")];
  await Promise.all([mkdir(workDir), mkdir(state)]);
  const projectSettings = await relocatedProject(command, project, plugins);
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName, projectName: projectSettings.name, program },
    {
      workDir,
      projectSettings,
      pulumiCommand: command,
      pulumiHome: join(folder, "home"),
      envVars: engineEnvironment(state, options.environment),
    },
  );
  await stack.setAllConfig(configMap(settings, secretSettings));
  return stack;
}

/** The project of Pulumi.yaml with absolute paths, so that it works in another folder. */
async function relocatedProject(
  command: PulumiCommand,
  folder: string,
  plugins: Readonly<Record<string, string>>,
): Promise<ProjectFile> {
  const workspace = await LocalWorkspace.create({ workDir: folder, pulumiCommand: command });
  const project: ProjectFile = await workspace.projectSettings();
  const own = (project.plugins?.providers ?? []).map(({ name, path }) => [name, resolve(folder, path)] as const);
  const given = Object.entries(plugins).map(([name, path]) => [name, resolve(path)] as const);
  const providers = [...new Map([...own, ...given])].map(([name, path]) => ({ name, path }));
  return { ...project, plugins: { ...project.plugins, providers } };
}

async function allText(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

function engineEnvironment(state: string, given: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    ...given,
    // The first `node` on PATH starts the provider plugin. Without npm that one may be too old.
    PATH: [dirname(process.execPath), given.PATH ?? process.env.PATH ?? ""].join(delimiter),
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function configMap(
  settings: Readonly<Record<string, string>>,
  secretSettings: Readonly<Record<string, string>>,
): ConfigMap {
  return Object.fromEntries([
    ...Object.entries(settings).map(([key, value]) => [key, { value }]),
    ...Object.entries(secretSettings).map(([key, value]) => [key, { value, secret: true }]),
  ]);
}

async function ownProgram(): Promise<Record<string, unknown>> {
  const { default: program } = await import("../../index.ts");
  return program();
}
