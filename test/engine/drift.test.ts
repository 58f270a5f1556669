import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { IntegrationOnly } from "./support/integration.ts";
import { PLATFORMS } from "./support/platforms/index.ts";

const OTHER_HOST = "devops.example.com";

describe.each(PLATFORMS)("$name: what happens outside of Pulumi", (platform) => {
  let integration: IntegrationOnly;
  const pulumi = (...args: string[]) => integration.person.pulumi(...args);
  const mustRun = (...args: string[]) => integration.person.mustRun(...args);
  const remove = () => platform.remove(integration.sandbox, integration.only().id);
  const urnOfIntegration = async () =>
    new RegExp(`urn:\\S+${platform.type}::integration`).exec(await mustRun("stack", "--show-urns"))?.[0] ?? "";

  beforeAll(async () => {
    integration = await IntegrationOnly.start({}, platform);
    await mustRun("up", "--yes", "--skip-preview");
  });
  afterAll(async () => {
    await integration.expectNoSecrets();
    await integration.close();
  });

  test.each(platform.shown)("a changed %s shows in preview --refresh, and up fixes it", async (name) => {
    platform.modify(integration.sandbox, integration.only().id, { [name]: "https://elsewhere.example.com/x" });
    const preview = await mustRun("preview", "--refresh", "--diff");
    expect(preview).toContain("https://elsewhere.example.com/x");
    await mustRun("up", "--yes", "--refresh", "--skip-preview");
    await integration.expectAgreement();
    expect(await pulumi("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  test("up --refresh creates a deleted integration again", async () => {
    remove();
    await mustRun("up", "--yes", "--refresh", "--skip-preview");
    await integration.expectAgreement();
  });

  test("an update of a deleted integration says what to run, and it works", async () => {
    remove();
    await integration.newSecret();
    const { code, output } = await pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain("it was deleted outside of Pulumi. Run `pulumi up --refresh`");
    await mustRun("up", "--yes", "--refresh", "--skip-preview");
    await integration.expectAgreement();
  });

  test("a forced replacement leaves one integration", async () => {
    const before = integration.only().id;
    await mustRun("up", "--yes", "--skip-preview", "--replace", await urnOfIntegration());
    expect(integration.only().id === before).toBe(platform.replacement === "same");
    await integration.expectAgreement();
  });

  test("another host replaces the integration and leaves only one", async () => {
    platform.reach(integration.sandbox, OTHER_HOST);
    await integration.person.set("test:host", OTHER_HOST);
    const preview = await mustRun("preview", "--diff");
    expect(preview).toContain("replace");
    await mustRun("up", "--yes", "--skip-preview");
    expect(integration.only()).toMatchObject({ host: OTHER_HOST });
    await integration.expectAgreement();
    await integration.person.unset("test:host");
    await mustRun("up", "--yes", "--skip-preview");
    await integration.expectAgreement();
  });

  test("after an import by id only the secret changes, and up sets it", async () => {
    await mustRun("state", "delete", "--yes", await urnOfIntegration());
    const importing = ["import", platform.type, "integration", integration.only().id];
    await mustRun(...importing, "--yes", "--protect=false", "--generate-code=false");
    const preview = await mustRun("preview", "--diff", "--json");
    const steps: { op: string; detailedDiff?: Record<string, unknown> }[] = JSON.parse(
      preview.slice(preview.indexOf("{")),
    ).steps;
    const changed = steps.filter(({ op }) => op !== "same");
    expect(changed.map(({ op, detailedDiff }) => [op, Object.keys(detailedDiff ?? {})])).toEqual([
      ["update", ["clientSecret"]],
    ]);
    await mustRun("up", "--yes", "--skip-preview");
    await integration.expectAgreement();
  });

  test("somebody else's integration for the host is named and left alone, unless adoptExisting is set", async () => {
    await mustRun("destroy", "--yes", "--skip-preview");
    const id = await platform.addByHand(integration.sandbox);
    const { code, output } = await pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain(`pulumi import ${platform.type} integration ${id}`);
    expect(output).toContain("adoptExisting: true");
    expect(integration.only()).toMatchObject({ id, clientId: "by-hand" });
    await integration.person.set("test:adoptExisting", "true");
    await mustRun("up", "--yes", "--skip-preview");
    await integration.expectAgreement();
    expect(integration.only().id).toBe(id);
  });
});

describe("what only Gitpod Classic has", () => {
  let integration: IntegrationOnly;
  const pulumi = (...args: string[]) => integration.person.pulumi(...args);
  const mustRun = (...args: string[]) => integration.person.mustRun(...args);
  const stored = () => integration.sandbox.gitpod.integrations.list()[0] as { id: string; clientId: string };
  const state = async () => (await integration.integrations())[0];

  beforeAll(async () => {
    integration = await IntegrationOnly.start();
    await mustRun("up", "--yes", "--skip-preview");
  });
  afterAll(() => integration.close());

  test("a lost verification shows after a refresh", async () => {
    integration.sandbox.gitpod.integrations.modify(stored().id, { verified: true });
    await mustRun("refresh", "--yes", "--skip-preview");
    expect((await state())?.outputs.verified).toBe(true);
    integration.sandbox.gitpod.integrations.modify(stored().id, { verified: false });
    await mustRun("refresh", "--yes", "--skip-preview");
    expect((await state())?.outputs.verified).toBe(false);
  });

  test("an import of an active integration, and the up after it, leave it active", async () => {
    integration.sandbox.gitpod.integrations.modify(stored().id, { verified: true });
    const urn = /urn:\S+gitpod:index:AuthProvider::integration/.exec(await mustRun("stack", "--show-urns"))?.[0] ?? "";
    await mustRun("state", "delete", "--yes", urn);
    const importing = ["import", "gitpod:index:AuthProvider", "integration", stored().id];
    await mustRun(...importing, "--yes", "--protect=false", "--generate-code=false");
    await mustRun("up", "--yes", "--skip-preview");
    await integration.expectAgreement();
    expect((await state())?.outputs.verified).toBe(true);
  });

  test("an integration of another type for the host is named and left alone, even with adoptExisting", async () => {
    await integration.person.set("test:adoptExisting", "true");
    await mustRun("destroy", "--yes", "--skip-preview");
    const { organizationId, integrations } = integration.sandbox.gitpod;
    const urls = { authorizationUrl: "https://login.example.com/a", tokenUrl: "https://login.example.com/t" };
    const credentials = { clientId: "by-hand", clientSecret: "made-by-hand" };
    const { id } = integrations.create({ organizationId, type: 1, host: "dev.azure.com", ...urls, ...credentials });
    const { code, output } = await pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(
      new RegExp(`with id ${id} and of the type AUTH_PROVIDER_TYPE_GITHUB\\. .*delete it in Gitpod`),
    );
    expect(integrations.list()).toMatchObject([{ id, ...credentials, verified: false }]);
    integrations.remove(id);
    await mustRun("up", "--yes", "--skip-preview");
    await integration.expectAgreement();
  });
});
