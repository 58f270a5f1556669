import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Application } from "../../../sandbox/index.ts";
import { Person, type PersonOptions } from "../support/person.ts";
import { platformsOf } from "../support/platforms/index.ts";
import type { PlatformUnderTest } from "../support/platforms/platformUnderTest.ts";

const TRIGGER = "gitpod-azure-devops:rotationTrigger";
const WAITING = "waiting for Entra to know the new client secret: AADSTS";
/**
 * Milliseconds: longer than the first two attempts of the proof, which come at once and after a second. The real azuread
 * plugin reads a new secret five times, a second apart, before the platform gets it.
 */
const DELAY = process.env.AZUREAD === "real" ? 12_000 : 6000;

const secretsInEntra = ({ sandbox }: Person) => {
  const [application] = [...sandbox.entra.directory.applications.values()] as [Application];
  return [...application.passwords.values()].map(({ secretText }) => secretText);
};

/** A person's stack on a platform, and what that has. */
class Stack {
  readonly person: Person;
  readonly #platform: PlatformUnderTest;
  readonly #secrets = new Set<string>();

  static async start(platform: PlatformUnderTest, options: PersonOptions): Promise<Stack> {
    return new Stack(await Person.start({ ...options, platform, withToken: true }), platform);
  }

  private constructor(person: Person, platform: PlatformUnderTest) {
    this.person = person;
    this.#platform = platform;
  }

  secrets(): Promise<(string | undefined)[]> {
    const { sandbox } = this.person;
    return Promise.all(this.#platform.stored(sandbox).map(({ id }) => this.#platform.secret(sandbox, id)));
  }

  /** The platform has the one secret that Entra has; compared as a boolean, so that a failure does not print it. */
  async expectOneSecret(): Promise<void> {
    const [held, inEntra] = [await this.secrets(), secretsInEntra(this.person)];
    expect([held.length, inEntra.length, held[0] === inEntra[0]]).toEqual([1, 1, true]);
  }

  writes() {
    return this.person.sandbox.journal.writes(this.#platform.cloud);
  }

  /** Remembers the secrets of the moment. */
  note(): void {
    const token = this.#platform.token(this.person.sandbox);
    for (const secret of [token, ...secretsInEntra(this.person)]) this.#secrets.add(secret);
  }

  async end(): Promise<void> {
    const texts = [this.person.printed(), await this.person.state()];
    const leaked = [...this.#secrets].filter((secret) => texts.some((text) => text.includes(secret)));
    expect(leaked.length).toBe(0);
    await this.person.close();
  }
}

describe.each(platformsOf(0))("$name: Entra takes a moment to replicate", (platform) => {
  let stack: Stack;
  beforeAll(async () => {
    const replicationDelay = { secret: DELAY, application: DELAY, graph: 500 };
    stack = await Stack.start(platform, { sandbox: { replicationDelay } });
  });
  afterEach(() => stack.note());
  afterAll(() => stack.end());

  test("a new application: up waits, says so, and succeeds with one write at the platform", async () => {
    expect(await stack.person.mustRun("up", "--yes", "--skip-preview")).toContain(`${WAITING}700016`);
    await stack.expectOneSecret();
    expect(stack.writes()).toHaveLength(1);
  });

  test("a new secret: up waits, says so, and removes the old one only after the platform has the new one", async () => {
    await stack.person.set(TRIGGER, "again");
    expect(await stack.person.mustRun("up", "--yes", "--skip-preview")).toContain(`${WAITING}7000215`);
    await stack.expectOneSecret();
    const writes = stack.person.sandbox.journal.writes().map(({ operation }) => operation);
    expect(writes).toContain(platform.calls.update);
    expect(writes.findIndex((operation) => operation.includes("removePassword"))).toBeGreaterThan(
      writes.indexOf(platform.calls.update),
    );
  });
});

describe.each(platformsOf(1))("$name: Entra replicates later than the plugin waits", (platform) => {
  let stack: Stack;
  const never = Number.POSITIVE_INFINITY;
  const replicate = (delay: { secret?: number; application?: number }) => {
    stack.person.sandbox.entra.directory.replicationDelay = delay;
  };
  beforeAll(async () => {
    stack = await Stack.start(platform, { plugin: "hasty.ts", sandbox: { replicationDelay: { application: never } } });
  });
  afterEach(() => stack.note());
  afterAll(() => stack.end());

  async function expectRefused(code: string): Promise<void> {
    const { code: exit, output } = await stack.person.pulumi("up", "--yes", "--skip-preview");
    expect(exit).not.toBe(0);
    expect(output).toContain(`${WAITING}${code}`);
    const diagnostics = output.slice(output.indexOf("Diagnostics:"));
    expect(diagnostics).toMatch(
      new RegExp(
        `error: Entra refuses the client secret of [^\\n]*AADSTS${code}[^\\n]*The integration was not changed`,
      ),
    );
    expect(diagnostics.match(/error: (?!update failed)/g)).toHaveLength(1);
  }

  test("a new application: one error, nothing reaches the platform, and the next up continues", async () => {
    await expectRefused("700016");
    expect(stack.writes()).toEqual([]);
    replicate({});
    await stack.person.mustRun("up", "--yes", "--skip-preview");
    await stack.expectOneSecret();
  });

  test("a new secret: one error, the old one stays and works, and the next up continues", async () => {
    const before = await stack.secrets();
    const writes = stack.writes().length;
    await stack.person.set(TRIGGER, "again");
    replicate({ secret: never });
    await expectRefused("7000215");
    expect(stack.writes()).toHaveLength(writes);
    expect(secretsInEntra(stack.person)).toHaveLength(2);
    expect(secretsInEntra(stack.person).filter((secret) => before.includes(secret))).toHaveLength(1);
    replicate({});
    await stack.person.mustRun("up", "--yes", "--skip-preview");
    await stack.expectOneSecret();
    expect((await stack.secrets()).filter((secret) => before.includes(secret))).toHaveLength(0);
  });
});
