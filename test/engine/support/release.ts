import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withLock } from "../../../cli/pulumi/lock.ts";
import packageJson from "../../../package.json" with { type: "json" };
import type { SandboxOptions } from "../../../sandbox/index.ts";
import { type Command, Person } from "./person.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const run = promisify(execFile);

/** Where the test files of one run find the files of a release, which the first of them makes. */
export function releaseFolder(): string {
  return join(tmpdir(), `gitpod-azure-devops-release-${process.env.TEST_RUN}`);
}

/** What `npm run package` makes, without SDKs. */
export class Release {
  readonly version = packageJson.version;
  readonly executable: string;
  /** The folder with all files. */
  readonly folder: string;
  readonly #files: readonly string[];

  static async make(): Promise<Release> {
    const folder = releaseFolder();
    const summary = `${folder}.json`;
    await withLock(
      `${folder}.lock`,
      () => undefined,
      async () => {
        if (existsSync(summary)) return;
        const args = ["tools/package/main.ts", "--no-sdks", "--json", "--out", folder];
        await writeFile(summary, (await run(process.execPath, args, { cwd: ROOT })).stdout);
      },
    );
    const { executable, files } = JSON.parse(await readFile(summary, "utf8"));
    return new Release(folder, executable, files);
  }

  private constructor(folder: string, executable: string, files: readonly string[]) {
    this.folder = folder;
    this.executable = executable;
    this.#files = files;
  }

  /** The plugin's archive for this machine. */
  get archive(): string {
    return this.#file(/^pulumi-resource-.*gz$/);
  }

  /** Installs the npm package in a program, with the versions of Pulumi's packages that this machine has. */
  async npmInstall(program: string): Promise<void> {
    const { dependencies } = packageJson;
    const shared = (["@pulumi/pulumi", "@pulumi/azuread"] as const).map((name) => `${name}@${dependencies[name]}`);
    // Not as the person, who trusts only the sandbox's certificates.
    await run("npm", ["install", "--prefer-offline", ...shared, this.#file(/^gitpod-azure-devops-.*\.tgz$/)], {
      cwd: program,
    });
  }

  #file(pattern: RegExp): string {
    const found = this.#files.find((name) => pattern.test(basename(name)));
    if (found === undefined) throw new Error(`npm run package has made no file like ${pattern}`);
    return found;
  }
}

/** Somebody with the plugin of a release, and the clone's Pulumi CLI, in folders beside the clone. */
export class Outsider {
  readonly person: Person;
  readonly release: Release;

  static async start(sandbox: SandboxOptions = {}): Promise<Outsider> {
    const release = await Release.make();
    const person = await Person.start({ withoutStack: true, sandbox: { azuread: "stand-in", ...sandbox } });
    const outsider = new Outsider(person, release);
    const { archive, version } = release;
    const { code, output } = await outsider.pulumi(".", `plugin install resource gitpod ${version} --file ${archive}`);
    if (code !== 0) throw new Error(output);
    return outsider;
  }

  private constructor(person: Person, release: Release) {
    this.person = person;
    this.release = release;
  }

  get sandbox() {
    return this.person.sandbox;
  }

  /** Makes an empty folder. */
  async folder(name: string): Promise<string> {
    const path = this.person.path(join("..", name));
    await mkdir(path);
    return path;
  }

  /** A command line that runs `pulumi` in such a folder. */
  command(folder: string, args: string): string {
    return `bash -ec 'clone=$PWD; cd ../${folder}; node "$clone/cli/pulumi/main.ts" ${args}'`;
  }

  pulumi(folder: string, args: string, environment: Readonly<Record<string, string>> = {}): Promise<Command> {
    return this.person.script(this.command(folder, `${args} --non-interactive`), environment);
  }

  /** Sets the settings of the folder's stack with one command, in plain text. */
  async setAll(folder: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const given = Object.entries(settings).map(([name, value]) => `--plaintext ${name}=${value}`);
    const { code, output } = await this.pulumi(folder, `config set-all ${given.join(" ")}`);
    if (code !== 0) throw new Error(output);
  }

  close(): Promise<void> {
    return this.person.close();
  }
}
