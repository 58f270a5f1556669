import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { IntegrationOnly } from "./support/integration.ts";
import { platformsOf } from "./support/platforms/index.ts";

const QUESTION = "POST /{tenant}/oauth2/v2.0/token";

describe.each(platformsOf(1))("$name: a client secret that stops working", (platform) => {
  let integration: IntegrationOnly;
  beforeAll(async () => {
    integration = await IntegrationOnly.start({}, platform);
    await integration.person.mustRun("up", "--yes", "--skip-preview");
  });
  afterAll(async () => {
    await integration.expectNoSecrets();
    await integration.close();
  });

  /** What a refresh writes to the state, and how often the plugin asks Entra. */
  async function refresh() {
    const { journal } = integration.sandbox;
    const before = journal.entries().length;
    await integration.person.mustRun("refresh", "--yes", "--skip-preview");
    const [resource] = await integration.integrations();
    const questions = journal.entries().slice(before);
    return {
      refused: platform.refused(resource?.outputs ?? {}),
      asked: questions.filter(({ operation }) => operation === QUESTION).length - platform.ownQuestions,
    };
  }

  async function status(): Promise<{ code: number | null; report: { stacks: { findings: { code: string }[] }[] } }> {
    const { code, output } = await integration.person.script("node cli/main.ts status --json 2>stderr");
    return { code, report: JSON.parse(output) };
  }

  /** Somebody deletes the secret in the portal, which the platform does not show. */
  function deleteSecret(): () => void {
    const { passwords } = integration.application;
    const kept = [...passwords];
    passwords.clear();
    return () => {
      for (const [id, password] of kept) passwords.set(id, password);
    };
  }

  test("a refresh asks Entra once while the secret is accepted", async () => {
    expect(await refresh()).toEqual({ refused: undefined, asked: 1 });
  });

  test("refresh, preview and status report a secret that was deleted in the portal", async () => {
    const restore = deleteSecret();
    const found = await status();
    expect(found.code).toBe(3);
    expect(found.report.stacks[0]?.findings.map(({ code }) => code)).toContain(platform.refusal.finding);
    const refused = await refresh();
    expect(refused).toEqual({ refused: expect.stringMatching(platform.refusal.state()), asked: 2 });
    expect((await refresh()).refused).toBe(refused.refused);
    expect(await integration.person.mustRun("preview")).toContain(platform.refusal.preview);
    restore();
    expect(await refresh()).toEqual({ refused: undefined, asked: 1 });
  });

  test("a new secret clears the report", async () => {
    deleteSecret();
    expect((await refresh()).refused).toBeDefined();
    await integration.newSecret();
    await integration.person.mustRun("up", "--yes", "--skip-preview");
    expect(platform.refused((await integration.integrations())[0]?.outputs ?? {})).toBeUndefined();
    await integration.expectAgreement();
  });

  test("with `verifyCredentials: false` the plugin does not ask Entra", async () => {
    await integration.person.set("test:verifyCredentials", "false");
    await integration.person.mustRun("up", "--yes", "--skip-preview");
    deleteSecret();
    expect(await refresh()).toEqual({ refused: undefined, asked: 0 });
  });
});
