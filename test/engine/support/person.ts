import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findPulumi } from "../../../cli/pulumi/find.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { ProgramServer } from "../../support/programServer/index.ts";
import { shiftDate, shiftedEnvironment } from "../../support/timeTravel/shiftedDate.ts";
import { link, renameProject } from "./link.ts";
import type { PersonOptions } from "./personOptions.ts";
import { CLASSIC_UNDER_TEST } from "./platforms/classic.ts";
import { Terminal } from "./terminal.ts";

export type { PersonOptions } from "./personOptions.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const LANGUAGE_HOST = fileURLToPath(new URL("../../support/languageHost", import.meta.url));
const PLUGINS = fileURLToPath(new URL("../plugins", import.meta.url));
const PROGRAMS = fileURLToPath(new URL("../programs", import.meta.url));
const DAY = 86_400_000;
const COMPILE_CACHE = join(tmpdir(), "gitpod-azure-devops-compile-cache");

export interface Command {
  readonly code: number | null;
  readonly output: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Command>;
  output(): string;
}

/** Somebody at a terminal with the Pulumi CLI in a clone of the repository, and a sandbox. */
export class Person {
  readonly #folder: string;
  readonly #cli: string;
  readonly #environment: NodeJS.ProcessEnv;
  #sandbox: Sandbox;
  #printed = "";
  #ahead = 0;
  #program: ProgramServer | undefined;
  #backToPresent: () => void = () => undefined;

  static async start(wishes: PersonOptions = {}): Promise<Person> {
    const { program, plugin, sandbox: options, withoutStack = false } = wishes;
    const { command } = await findPulumi();
    const sandbox = options !== undefined && "journal" in options ? options : await startSandbox(options);
    const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-person-"));
    const clone = join(folder, "clone");
    await mkdir(join(folder, "state"));
    const replacements = program === undefined ? {} : { "index.ts": resolve(PROGRAMS, program) };
    await link(wishes.project ?? REPOSITORY, clone, replacements);
    if (plugin !== undefined) {
      await rm(join(clone, "provider"));
      await link(join(REPOSITORY, "provider"), join(clone, "provider"), { "main.ts": join(PLUGINS, plugin) });
    }
    if (wishes.projectName !== undefined) await renameProject(clone, wishes.projectName);
    const person = new Person(sandbox, folder, command.command, wishes);
    if (wishes.manyRuns) person.#program = await ProgramServer.start(person.#environment, person.path("index.ts"));
    if (wishes.timeTravel) person.#backToPresent = shiftDate(() => person.#ahead);
    if (withoutStack) return person;
    await person.mustRun("stack", "init", "test");
    const { platform = CLASSIC_UNDER_TEST, settings, withToken = false } = wishes;
    const all = Object.entries({ ...platform.stackSettings(sandbox), ...settings });
    const given = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
    const secret = withToken ? { [platform.tokenSetting]: platform.token(sandbox) } : {};
    await person.setAll(Object.fromEntries(given), secret);
    return person;
  }

  private constructor(
    sandbox: Sandbox,
    folder: string,
    cli: string,
    { environment, languageHost = LANGUAGE_HOST }: PersonOptions,
  ) {
    this.#sandbox = sandbox;
    this.#folder = folder;
    this.#cli = cli;
    const given = sandbox.environment();
    this.#environment = {
      ...process.env,
      ...given,
      PATH: [dirname(process.execPath), languageHost, given.PATH].join(delimiter),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NO_COLOR: "1",
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...environment,
    };
  }

  get sandbox(): Sandbox {
    return this.#sandbox;
  }

  /** Moves time ahead. */
  async travel(days: number): Promise<void> {
    this.#ahead += days * DAY;
    this.environment(this.time());
    if (this.#program === undefined) return;
    this.#program.close();
    this.#program = await ProgramServer.start(this.#environment, this.path("index.ts"));
  }

  /** The environment variables that set this person's time. */
  time(): Record<string, string> {
    return shiftedEnvironment(this.#ahead);
  }

  /** Sets environment variables for what runs from now on. */
  environment(variables: Readonly<Record<string, string>>): void {
    Object.assign(this.#environment, variables);
  }

  /** Cuts all connections to the sandbox and starts another at the same address, which has forgotten everything. */
  async replaceSandbox(): Promise<void> {
    const { gitpod, ona, entra } = this.#sandbox;
    const portOf = (origin: string) => Number(new URL(origin).port);
    await this.#sandbox.close();
    this.#sandbox = await startSandbox({
      gitpodPort: portOf(gitpod.origin),
      entraPort: portOf(entra.authorityHost),
      token: gitpod.token,
      organizationId: gitpod.organizationId,
      onaPort: portOf(ona.origin),
      onaToken: ona.token,
      onaOrganizationId: ona.organizationId,
      runnerId: ona.runnerId,
      tenantId: entra.tenantId,
    });
  }

  /** Runs `pulumi` with these arguments. */
  async pulumi(...args: string[]): Promise<Command> {
    const { finished } = this.begin(...args);
    return finished;
  }

  /** Starts `pulumi`, for a test that does not wait for its end. */
  begin(...args: string[]): Started {
    const program = /^(up|preview)$/.test(args[0] ?? "") ? (this.#program?.flags ?? []) : [];
    return this.#start(
      `pulumi ${args[0]}`,
      this.#cli,
      ["--non-interactive", "--color", "never", ...args, ...program],
      {},
    );
  }

  /** Runs a script in the clone, as a step of a pipeline does. */
  async script(text: string, environment: Readonly<Record<string, string>> = {}): Promise<Command> {
    return this.#start(text, "bash", ["-e", "-o", "pipefail", "-c", text], environment).finished;
  }

  /** Starts a command in the clone, on a terminal that the test controls. */
  terminal(
    command: string,
    environment: Readonly<Record<string, string>> = {},
    size?: ConstructorParameters<typeof Terminal>[2],
  ): Terminal {
    const options = { cwd: join(this.#folder, "clone"), env: { ...this.#environment, ...environment } };
    return new Terminal(command, options, size);
  }

  /** Reads a file of the clone. */
  async file(name: string): Promise<string> {
    return readFile(this.path(name), "utf8");
  }

  /** Where a file of the clone is. */
  path(name: string): string {
    return join(this.#folder, "clone", name);
  }

  #start(name: string, command: string, args: string[], environment: Readonly<Record<string, string>>): Started {
    const child = spawn(command, args, {
      cwd: join(this.#folder, "clone"),
      env: { ...this.#environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    const finished = once(child, "close").then(([code]) => {
      this.#printed += `${name}:\n${output}\n`;
      return { code: code as number | null, output };
    });
    return { child, finished, output: () => output };
  }

  async mustRun(...args: string[]): Promise<string> {
    const { code, output } = await this.pulumi(...args);
    if (code !== 0) throw new Error(`pulumi ${args.slice(0, 2).join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  async set(name: string, value: string, kind: "--plaintext" | "--secret" = "--plaintext"): Promise<void> {
    await this.mustRun("config", "set", kind, name, "--", value);
  }

  /** Sets them with one command. */
  async setAll(plain: Readonly<Record<string, string>>, secret: Readonly<Record<string, string>> = {}): Promise<void> {
    const flags = (kind: string, settings: Readonly<Record<string, string>>) =>
      Object.entries(settings).flatMap(([name, value]) => [kind, `${name}=${value}`]);
    await this.mustRun("config", "set-all", ...flags("--plaintext", plain), ...flags("--secret", secret));
  }

  async unset(name: string): Promise<void> {
    await this.mustRun("config", "rm", name);
  }

  /** The state as it is on disk, secrets encrypted. */
  async state(): Promise<string> {
    return readFile(join(this.#folder, "state", ".pulumi", "stacks", "gitpod-azure-devops", "test.json"), "utf8");
  }

  /** Replaces the state with what `pulumi stack export` has printed, changed or not. */
  async importState(exported: string): Promise<void> {
    const file = join(this.#folder, "import.json");
    try {
      await writeFile(file, exported);
      await this.mustRun("stack", "import", "--file", file);
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Everything that the commands have printed. */
  printed(): string {
    return this.#printed;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await this.leave();
  }

  /** Closes everything but the clouds. */
  async leave(): Promise<void> {
    this.#backToPresent();
    this.#program?.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
