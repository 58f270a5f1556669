import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CHECKS, runChecks } from "../../../../cli/doctor/checks.ts";
import { withClouds } from "../../../../cli/doctor/facts.ts";
import type { Result } from "../../../../cli/doctor/model.ts";
import type { Project, PulumiFacts } from "../../../../cli/doctor/pulumiFacts.ts";
import type { FoundCli } from "../../../../cli/pulumi/sources.ts";
import { HIDDEN } from "../../../../cli/setup/settings.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../../../sandbox/index.ts";
import { ProjectNames } from "../../../../stack/projectNames.ts";
import { describeSettings, NAMESPACE, SETTING_NAMES } from "../../../../stack/settingsSchema.ts";
import { putExecutable } from "../../support/executable.ts";

const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));
const LANGUAGE_HOST = join(REPOSITORY, "test/support/languageHost");

type Texts = Readonly<Record<string, string | undefined>>;

/** What is broken. Everything else is as it should be. */
export interface Break {
  /** Undefined removes a variable. */
  readonly env?: Texts;
  /** By their names in the code; undefined removes one. */
  readonly settings?: Texts;
  /** Stored encrypted. */
  readonly secrets?: Texts;
  readonly project?: Partial<Project>;
  /** Answers of the Pulumi CLI. */
  readonly pulumi?: Partial<PulumiFacts>;
  readonly offline?: boolean;
}

/** A project with a stack for the sandbox, as doctor sees it. Only the Pulumi CLI's answers are literals. */
export class Patient {
  readonly sandbox: Sandbox;
  /** Folder of the project. */
  readonly folder: string;

  static async start(options?: SandboxOptions): Promise<Patient> {
    const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-doctor-"));
    await symlink(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
    await symlink(join(REPOSITORY, "provider"), join(folder, "provider"));
    await writeFile(join(folder, "package.json"), JSON.stringify({ dependencies: { "@pulumi/azuread": "*" } }));
    return new Patient(await startSandbox(options), folder);
  }

  private constructor(sandbox: Sandbox, folder: string) {
    this.sandbox = sandbox;
    this.folder = folder;
  }

  /** Runs every check, with what is broken. */
  diagnose(broken: Break = {}): Promise<Result[]> {
    return runChecks(withClouds({ ...this.#pulumi(broken), ...broken.pulumi }, this.#surroundings(broken)), CHECKS);
  }

  /** What is bad, as name, message and fix. */
  async wrong(broken: Break): Promise<[name: string, message: string, fix: string | undefined][]> {
    const results = await this.diagnose(broken);
    return results.filter(({ outcome }) => outcome === "bad").map(({ name, message, fix }) => [name, message, fix]);
  }

  /** Puts an executable into a folder of its own, and returns the folder. */
  async executable(name: string, script: string): Promise<string> {
    const folder = await mkdtemp(join(this.folder, "bin-"));
    await putExecutable(folder, name, script);
    return folder;
  }

  async write(path: string, text: string): Promise<string> {
    const file = path.startsWith("/") ? path : join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  /** The environment in which everything is found. */
  get environment(): Record<string, string> {
    const given = this.sandbox.environment();
    const path = [dirname(process.execPath), LANGUAGE_HOST, given.PATH].join(delimiter);
    return { ...given, PATH: path, GITPOD_TOKEN: "", PULUMI_HOME: join(this.folder, "home") };
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.folder, { recursive: true });
  }

  #surroundings({ env, offline = false }: Break) {
    return { env: defined({ ...this.environment, ...env }), offline, signal: new AbortController().signal };
  }

  #pulumi({ settings, secrets, project }: Break): PulumiFacts {
    const secret = defined({ ...this.sandbox.secretSettings(), ...secrets });
    const plain = defined({ ...this.sandbox.settings(), ...settings });
    const hidden = Object.fromEntries(Object.keys(secret).map((key) => [key, HIDDEN]));
    const values = { ...plain, ...hidden };
    const names = new ProjectNames(NAMESPACE, NAMESPACE, describeSettings());
    return {
      cli: async () =>
        ({ command: { command: "pulumi", version: "3.259.0" }, source: "on PATH" }) as unknown as FoundCli,
      project: async () => ({
        folder: this.folder,
        runtime: "nodejs",
        nodeArguments: "--require ./preload.cjs",
        pluginPath: "./provider",
        declared: new Set(SETTING_NAMES),
        names,
        ...project,
      }),
      backend: async () => ({ user: "sam", url: "file:///state" }),
      stacks: async () => ["prod"],
      stack: async () => "prod",
      config: async () => ({ names, values, secretKeys: Object.keys(secret) }),
      value: async (key) => secret[key] ?? plain[key] ?? "",
      state: async () => state([]),
      decryptState: async () => undefined,
      history: async () => "[]",
    };
  }
}

/** The output of `pulumi stack export`. */
export function state(resources: readonly object[], pending: readonly object[] = []): string {
  return JSON.stringify({ deployment: { resources, pending_operations: pending } });
}

function defined(texts: Texts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
