import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Fault } from "../../../sandbox/index.ts";
import { Person } from "../support/person.ts";
import { PLATFORMS } from "../support/platforms/index.ts";
import { isTurn } from "../support/turns.ts";
import { Watch } from "../support/watch.ts";

const POST_APPLICATION = "POST /v1.0/applications";
const POST_PRINCIPAL = "POST /v1.0/servicePrincipals";
const [PATCH_APPLICATION, DELETE_APPLICATION] = ["PATCH /v1.0/applications/{id}", "DELETE /v1.0/applications/{id}"];
const DELETE_PRINCIPAL = "DELETE /v1.0/servicePrincipals/{id}";
const ADD_SECRET = "POST /v1.0/applications/{id}/addPassword";
const REMOVE_SECRET = "POST /v1.0/applications/{id}/removePassword";
const CREATING = [POST_APPLICATION, PATCH_APPLICATION, POST_PRINCIPAL, ADD_SECRET];
const CHANGING = [PATCH_APPLICATION, ADD_SECRET, REMOVE_SECRET];
const REMOVING = [REMOVE_SECRET, DELETE_PRINCIPAL, DELETE_APPLICATION];

interface EntraFault {
  readonly name: string;
  readonly kind: Fault;
  /** The provider retries the call, so no run fails. */
  readonly unnoticed?: true;
  /** App registrations whose creation was never answered: a destroy leaves them. */
  readonly unknownApplications?: number;
  /** Secrets of the stack's app whose creation was never answered, after one creation and one rotation. */
  readonly unknownSecrets?: number;
}

/** sandbox/stand-ins/azuread handles each as the real azuread provider does. */
const FAULTS: readonly EntraFault[] = [
  { name: "rate limit", kind: { type: "rateLimit", retryAfter: 1 }, unnoticed: true },
  { name: "HTTP 503", kind: { type: "status", status: 503 }, unnoticed: true },
  { name: "connection reset", kind: { type: "reset" } },
  { name: "work done, connection reset", kind: { type: "reset", after: true }, unknownSecrets: 2 },
  { name: "work done, answer cut off", kind: { type: "truncated" }, unknownSecrets: 2 },
  {
    name: "work done, HTTP 503",
    kind: { type: "status", status: 503, after: true },
    unknownApplications: 1,
    unknownSecrets: 2,
  },
];

const PLAYED = FAULTS.filter((_, index) => isTurn(index, 2));

/** On each platform, each half of the faults has its turn. */
const PLAYED_ON = PLATFORMS.filter((_, index) => isTurn(2 * index, 4) || isTurn(2 * index + 1, 4));

/** How an error names an object that is in no state: in the stand-in's words, or the real plugin's. */
const ORPHAN =
  /already \(\/\w+\/([\w-]+)\)|with name "[^"]*" \(ID: "([\w-]+)"\)|resource with the ID "([\w-]+)" already/;

function orphanIn(output: string): string | undefined {
  return ORPHAN.exec(output)
    ?.slice(1)
    .find((id) => id !== undefined);
}

describe.each(PLAYED_ON)("$name: faults of Microsoft Graph, once in each call", (platform) => {
  let person: Person;
  let watch: Watch;
  let most = 0;
  const stored = () => platform.stored(person.sandbox);
  beforeAll(async () => {
    person = await Person.start({ platform, withToken: true, manyRuns: true });
    watch = new Watch(person.sandbox, platform);
    person.sandbox.journal.onEntry(() => {
      most = Math.max(most, stored().length);
    });
  });
  afterEach(() => {
    person.sandbox.faults.clear();
    person.sandbox.entra.directory.applications.clear();
  });
  afterAll(async () => {
    const calls = CREATING.length + CHANGING.length + REMOVING.length;
    process.stderr.write(`${platform.name}: Microsoft Graph: ${PLAYED.length} faults x ${calls} calls\n`);
    expect(await watch.stopped()).toEqual([]);
    await person.close();
  });

  const current = () => {
    const [integration] = stored();
    return { integration, application: person.sandbox.entra.directory.findByAppId(integration?.clientId ?? "") };
  };

  /** Repeats the command until it succeeds. Each failed run must meet a fault or name an orphan of an earlier one. */
  async function runUntilDone(operations: readonly string[], kind: Fault, ...command: string[]): Promise<number> {
    const { faults } = person.sandbox;
    for (const operation of operations) faults.inject({ operation, kind });
    for (let failed = 0; ; failed++) {
      const pending = faults.pending().length;
      const { code, output } = await person.pulumi(...command, "--refresh", "--yes", "--skip-preview");
      expect({ lapses: await watch.lapses(), most: Math.max(most, 1) }).toEqual({ lapses: [], most: 1 });
      if (code === 0) {
        expect(faults.pending()).toEqual([]);
        return failed;
      }
      expect(output).toMatch(/azuread:index:\w+ \([\w-]+\):\n\s+error: /);
      const deleted = deleteOrphan(output);
      expect(deleted || faults.pending().length < pending).toBe(true);
    }
  }

  /** Deletes in Entra what the error names, as docs/reliability.md says. */
  function deleteOrphan(output: string): boolean {
    const { directory } = person.sandbox.entra;
    const id = orphanIn(output);
    if (id === undefined) return false;
    if (directory.applications.has(id)) directory.removeApplication(id);
    else directory.removePrincipal(id);
    return true;
  }

  /** The state agrees with both clouds, and the platform has the one integration with a secret that Entra knows. */
  async function expectAgreement(): Promise<void> {
    expect(await person.pulumi("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
    const { integration, application } = current();
    expect(stored()).toHaveLength(1);
    const outputs = JSON.parse(await person.mustRun("stack", "output", "--json"));
    expect(outputs).toMatchObject({ integrationId: integration?.id, applicationObjectId: application?.id });
  }

  /** No secret of either cloud is in the output, the state or the journal. */
  async function expectNoSecrets(secrets: readonly string[]): Promise<void> {
    expect(secrets.length).toBeGreaterThan(1);
    const texts = [person.printed(), await person.state(), JSON.stringify(person.sandbox.journal.entries())];
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret))).length).toBe(0);
  }

  test.each(PLAYED)("$name", async ({ name, kind, unnoticed, unknownApplications = 0, unknownSecrets = 0 }) => {
    const { entra } = person.sandbox;
    const failures = [await runUntilDone(CREATING, kind, "up")];
    await expectAgreement();
    await person.set("rotationTrigger", name);
    await person.set("applicationName", `Gitpod, ${name}`);
    failures.push(await runUntilDone(CHANGING, kind, "up"));
    await expectAgreement();
    const secrets = [...(current().application?.passwords.values() ?? [])].map(({ secretText }) => secretText);
    expect(secrets.length).toBe(1 + unknownSecrets);
    failures.push(await runUntilDone(REMOVING, kind, "destroy"));
    expect(failures.every((count) => count === 0)).toBe(unnoticed === true);
    expect(stored()).toEqual([]);
    expect(entra.directory.applications.size).toBe(unknownApplications);
    await expectNoSecrets([platform.token(person.sandbox), ...secrets]);
  });

  test.each([
    {
      operation: POST_APPLICATION,
      type: "azuread:index/application:Application",
      name: "azure-devops-application",
      collection: "applications",
    },
    {
      operation: POST_PRINCIPAL,
      type: "azuread:index/servicePrincipal:ServicePrincipal",
      name: "azure-devops-service-principal",
      collection: "servicePrincipals",
    },
  ])(
    "a $type that a lost answer left in Entra can be imported instead of deleted",
    async ({ operation, type, name, collection }) => {
      const { faults, entra } = person.sandbox;
      const before = entra.directory.servicePrincipals.size;
      faults.inject({ operation, kind: { type: "reset", after: true } });
      expect(await person.pulumi("up", "--yes", "--skip-preview")).not.toMatchObject({ code: 0 });
      const { output } = await person.pulumi("up", "--yes", "--skip-preview");
      const id = `/${collection}/${orphanIn(output)}`;
      const urns = await person.mustRun("stack", "--show-urns");
      const parent = /urn:\S+:EntraApplication::azure-devops\b/.exec(urns)?.[0];
      const importing = ["import", type, name, id, "--parent", `parent=${parent}`];
      await person.mustRun(...importing, "--yes", "--protect=false", "--generate-code=false");
      await person.mustRun("up", "--refresh", "--yes", "--skip-preview");
      await expectAgreement();
      expect(entra.directory.applications.size).toBe(1);
      expect(entra.directory.servicePrincipals.size).toBe(before + 1);
      await person.mustRun("destroy", "--yes", "--skip-preview");
      expect(entra.directory.applications.size).toBe(0);
    },
  );
});
