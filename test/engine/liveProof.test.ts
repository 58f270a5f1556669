import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { IntegrationOnly } from "./support/integration.ts";

const QUESTION = "POST /{tenant}/oauth2/v2.0/token";
const TODAY = new RegExp(`^${new Date().toISOString().slice(0, 10)}T[0-9:]{8}Z$`);

let integration: IntegrationOnly;
beforeAll(async () => {
  integration = await IntegrationOnly.start();
  await integration.person.mustRun("up", "--yes", "--skip-preview");
});
afterAll(async () => {
  await integration.expectNoSecrets();
  await integration.close();
});

/** What a refresh writes to the state, and how often it asks Entra. */
async function refresh() {
  const { journal } = integration.sandbox;
  const before = journal.entries().length;
  await integration.person.mustRun("refresh", "--yes", "--skip-preview");
  const [resource] = await integration.integrations();
  const questions = journal.entries().slice(before);
  return {
    since: resource?.outputs.refusedSince,
    asked: questions.filter(({ operation }) => operation === QUESTION).length,
  };
}

async function status(): Promise<{ code: number | null; report: { stacks: { findings: { code: string }[] }[] } }> {
  const { code, output } = await integration.person.script("node cli/main.ts status --json 2>stderr");
  return { code, report: JSON.parse(output) };
}

/** Somebody deletes the secret in the portal, which Gitpod does not show. */
function deleteSecret(): () => void {
  const { passwords } = integration.application;
  const kept = [...passwords];
  passwords.clear();
  return () => {
    for (const [id, password] of kept) passwords.set(id, password);
  };
}

test("a refresh asks Entra once while the secret is accepted", async () => {
  expect(await refresh()).toEqual({ since: undefined, asked: 1 });
});

test("refresh, preview and status report a secret that was deleted in the portal, with the day", async () => {
  const restore = deleteSecret();
  const found = await status();
  expect(found.code).toBe(2);
  expect(found.report.stacks[0]?.findings.map(({ code }) => code)).toContain("secret-refused");
  const refused = await refresh();
  expect(refused).toEqual({ since: expect.stringMatching(TODAY), asked: 2 });
  expect((await refresh()).since).toBe(refused.since);
  expect(await integration.person.mustRun("preview")).toContain("Entra refuses the client secret that Gitpod has");
  restore();
  expect(await refresh()).toEqual({ since: undefined, asked: 1 });
});

test("a new secret clears the report", async () => {
  deleteSecret();
  expect((await refresh()).since).toBeDefined();
  await integration.newSecret();
  await integration.person.mustRun("up", "--yes", "--skip-preview");
  expect((await integration.integrations())[0]?.outputs.refusedSince).toBeUndefined();
  await integration.expectAgreement();
});

test("with `verifyCredentials: false` Entra is not asked", async () => {
  await integration.person.set("test:verifyCredentials", "false");
  await integration.person.mustRun("up", "--yes", "--skip-preview");
  deleteSecret();
  expect(await refresh()).toEqual({ since: undefined, asked: 0 });
});
