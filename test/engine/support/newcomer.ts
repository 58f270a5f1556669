import type { Organization } from "../../../sandbox/index.ts";
import { type Command, Person, type PersonOptions } from "./person.ts";
import { KEYS, type Terminal } from "./terminal.ts";

type Environment = Readonly<Record<string, string>>;

/** An organization in which the newcomer cannot set anything up. */
export const OPS: Organization = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "Platform Ops",
  slug: "platform-ops",
  role: "member",
};

/** Settings in a stack's file that a set-up leaves alone. */
export const LEFT_ALONE = ["gitpod-azure-devops:notes: kept", "gitpod-azure-devops:tags:\n    - one\n    - two"];

/** Somebody who sets up stacks with `npx gitpod-azure-devops setup`, in a clone without any. */
export class Newcomer {
  readonly person: Person;
  readonly #terminals: Terminal[] = [];

  static async start(options: PersonOptions = {}): Promise<Newcomer> {
    const sandbox = { otherOrganizations: [OPS] };
    return new Newcomer(await Person.start({ withoutStack: true, sandbox, ...options }));
  }

  private constructor(person: Person) {
    this.person = person;
  }

  get sandbox() {
    return this.person.sandbox;
  }

  /** Runs the command without a terminal. */
  run(flags: string, environment: Environment = {}): Promise<Command> {
    return this.person.script(`node cli/main.ts setup ${flags} </dev/null`, environment);
  }

  /** Runs it at a terminal. */
  begin(flags: string, environment: Environment = {}): Terminal {
    const terminal = this.person.terminal(`node cli/main.ts setup ${flags}`, environment);
    this.#terminals.push(terminal);
    return terminal;
  }

  /** Answers every question for a new stack of the sandbox except the last. */
  async answerAll(terminal: Terminal): Promise<void> {
    const { gitpod } = this.sandbox;
    await terminal.answer("Platform", KEYS.enter);
    await terminal.answer("Host of your Gitpod", gitpod.host + KEYS.enter);
    await terminal.answer("Personal access token (not shown)", gitpod.token + KEYS.enter);
    await terminal.answer("Is it the sandbox", KEYS.enter);
    await terminal.answer("you are member", KEYS.enter);
    await terminal.answer("at another age", KEYS.enter);
    await terminal.answer("Where to keep the token", KEYS.enter);
    await terminal.see("Create the stack and write them?");
  }

  /** Flags for everything but the organization; the token comes with {@link token}. */
  flags(stack: string): string {
    return `--stack ${stack} --host ${this.sandbox.gitpod.host} --tenant ${this.sandbox.entra.tenantId} --yes`;
  }

  get token(): Environment {
    return { GITPOD_TOKEN: this.sandbox.gitpod.token };
  }

  /** Writes the file of a stack before it exists, so that its deployments use the sandbox. */
  async prepare(stack: string): Promise<void> {
    const { authorityHost } = this.sandbox.entra;
    const lines = [
      "config:",
      `  azuread:metadataHost: ${new URL(authorityHost).host}`,
      `  gitpod-azure-devops:authorityHost: ${authorityHost}`,
      ...LEFT_ALONE.map((setting) => `  ${setting}`),
    ];
    await this.person.script(`cat > Pulumi.${stack}.yaml <<'EOF'\n${lines.join("\n")}\nEOF`);
  }

  /** The settings of a stack as they are on disk; empty when nothing was written. */
  settings(stack: string): Promise<string> {
    return this.person.file(`Pulumi.${stack}.yaml`).catch(() => "");
  }

  async stacks(): Promise<{ name: string; current: boolean }[]> {
    return JSON.parse(await this.person.mustRun("stack", "ls", "--json"));
  }

  async selected(): Promise<string | undefined> {
    return (await this.stacks()).find(({ current }) => current)?.name;
  }

  /** Neither the stack nor its settings exist. */
  async hasNothingOf(stack: string): Promise<boolean> {
    const known = (await this.stacks()).some(({ name }) => name === stack);
    return !known && (await this.settings(stack)) === "";
  }

  /** Closes every terminal. */
  leave(): void {
    for (const terminal of this.#terminals.splice(0)) terminal.close();
  }
}
