import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Application } from "../../../sandbox/index.ts";
import { Person } from "../support/person.ts";

const TRIGGER = "gitpod-azure-devops:rotationTrigger";
const WAITING = "waiting for Entra to know the new client secret: AADSTS";
/**
 * Milliseconds: longer than the first two attempts of the proof, which come at once and after a second. The real azuread
 * plugin reads a new secret five times, a second apart, before Gitpod gets it.
 */
const DELAY = process.env.AZUREAD === "real" ? 12_000 : 6000;

const secretsAtGitpod = ({ sandbox }: Person) =>
  sandbox.gitpod.integrations.list().map(({ clientSecret }) => clientSecret);
const secretsInEntra = ({ sandbox }: Person) => {
  const [application] = [...sandbox.entra.directory.applications.values()] as [Application];
  return [...application.passwords.values()].map(({ secretText }) => secretText);
};

/** Gitpod has the one secret that Entra has; compared as a boolean, so that a failure does not print it. */
function expectOneSecret(person: Person): void {
  const [atGitpod, inEntra] = [secretsAtGitpod(person), secretsInEntra(person)];
  expect([atGitpod.length, inEntra.length, atGitpod[0] === inEntra[0]]).toEqual([1, 1, true]);
}

async function start(options: Parameters<typeof Person.start>[0]): Promise<Person> {
  const person = await Person.start(options);
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
  return person;
}

async function end(person: Person, secrets: Iterable<string>): Promise<void> {
  const texts = [person.printed(), await person.state()];
  const leaked = [...secrets].filter((secret) => texts.some((text) => text.includes(secret)));
  expect(leaked.length).toBe(0);
  await person.close();
}

describe("Entra takes a moment to replicate", () => {
  let person: Person;
  const secrets = new Set<string>();
  beforeAll(async () => {
    person = await start({ sandbox: { replicationDelay: { secret: DELAY, application: DELAY, graph: 500 } } });
  });
  afterEach(() => {
    for (const secret of [person.sandbox.gitpod.token, ...secretsInEntra(person)]) secrets.add(secret);
  });
  afterAll(() => end(person, secrets));

  test("a new application: up waits, says so, and succeeds with one write at Gitpod", async () => {
    expect(await person.mustRun("up", "--yes", "--skip-preview")).toContain(`${WAITING}700016`);
    expectOneSecret(person);
    expect(person.sandbox.journal.writes("gitpod")).toHaveLength(1);
  });

  test("a new secret: up waits, says so, and removes the old secret only after Gitpod has the new one", async () => {
    await person.set(TRIGGER, "again");
    expect(await person.mustRun("up", "--yes", "--skip-preview")).toContain(`${WAITING}7000215`);
    expectOneSecret(person);
    const writes = person.sandbox.journal.writes().map(({ operation }) => operation);
    expect(writes.findIndex((operation) => operation.includes("removePassword"))).toBeGreaterThan(
      writes.indexOf("UpdateAuthProvider"),
    );
  });
});

describe("Entra replicates later than the plugin waits", () => {
  let person: Person;
  const secrets = new Set<string>();
  const never = Number.POSITIVE_INFINITY;
  const replicate = (delay: { secret?: number; application?: number }) => {
    person.sandbox.entra.directory.replicationDelay = delay;
  };
  beforeAll(async () => {
    person = await start({ plugin: "hasty.ts", sandbox: { replicationDelay: { application: never } } });
  });
  afterEach(() => {
    for (const secret of [person.sandbox.gitpod.token, ...secretsInEntra(person)]) secrets.add(secret);
  });
  afterAll(() => end(person, secrets));

  async function expectRefused(code: string): Promise<void> {
    const { code: exit, output } = await person.pulumi("up", "--yes", "--skip-preview");
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

  test("a new application: one error, nothing reaches Gitpod, and the next up continues", async () => {
    await expectRefused("700016");
    expect(person.sandbox.journal.writes("gitpod")).toEqual([]);
    replicate({});
    await person.mustRun("up", "--yes", "--skip-preview");
    expectOneSecret(person);
  });

  test("a new secret: one error, Gitpod keeps the old one, which still works, and the next up continues", async () => {
    const before = secretsAtGitpod(person);
    const writes = person.sandbox.journal.writes("gitpod").length;
    await person.set(TRIGGER, "again");
    replicate({ secret: never });
    await expectRefused("7000215");
    expect(person.sandbox.journal.writes("gitpod")).toHaveLength(writes);
    expect(secretsInEntra(person)).toHaveLength(2);
    expect(secretsInEntra(person).filter((secret) => before.includes(secret))).toHaveLength(1);
    replicate({});
    await person.mustRun("up", "--yes", "--skip-preview");
    expectOneSecret(person);
    expect(secretsAtGitpod(person).filter((secret) => before.includes(secret))).toHaveLength(0);
  });
});
