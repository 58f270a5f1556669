import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { DEFAULT_PERMISSIONS } from "../../components/classic/permissions.ts";
import { requiredResourceAccesses } from "../../components/entra/permissions.ts";
import { activationUrl } from "../../platforms/classic.ts";
import { approve } from "../../sandbox/browser.ts";
import type { Application, Password, ServicePrincipal } from "../../sandbox/index.ts";
import { Person } from "./support/person.ts";

const SCOPES = ["vso.code_write", "vso.profile"].map((scope) => `https://app.vssps.visualstudio.com/${scope}`);

interface ImportFile {
  readonly resources: readonly { readonly type: string; readonly name: string; id?: string }[];
}

/** The steps of docs/adopting.md in order; each builds on the one before. */
describe("adopting what was made by hand", () => {
  let person: Person;
  let folder: string;
  let application: Application;
  let principal: ServicePrincipal;
  let byHand: Password;
  const stored = () => {
    const [provider] = person.sandbox.gitpod.integrations.list();
    if (provider === undefined) throw new Error("Gitpod holds no integration");
    return provider;
  };
  const secrets = () => [...application.passwords.values()].map(({ secretText }) => secretText);

  beforeAll(async () => {
    person = await Person.start();
    folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-adoption-"));
    const { gitpod, entra } = person.sandbox;
    application = entra.directory.addApplication({
      displayName: "Gitpod",
      signInAudience: "AzureADMyOrg",
      web: { redirectUris: [`${gitpod.origin}/auth/callback`] },
      requiredResourceAccess: requiredResourceAccesses(DEFAULT_PERMISSIONS).map((api) => ({
        resourceAppId: api.resourceAppId,
        resourceAccess: api.resourceAccesses,
      })),
    });
    principal = entra.directory.addPrincipal(application.appId);
    byHand = entra.directory.addPassword(application.id);
    gitpod.integrations.create({
      organizationId: gitpod.organizationId,
      type: 5,
      host: "dev.azure.com",
      clientId: application.appId,
      clientSecret: byHand.secretText,
      authorizationUrl: `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0/authorize`,
      tokenUrl: `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0/token`,
    });
    const visit = await approve(activationUrl(gitpod.host, "dev.azure.com", [...SCOPES, "offline_access"]));
    if (!visit.ok) throw new Error(`the hand-made integration could not be activated: ${visit.message}`);
    await person.set("gitpod:token", gitpod.token, "--secret");
    await person.set("existingClientSecret", byHand.secretText, "--secret");
  });
  afterAll(async () => {
    const shown = person.printed() + (await person.state());
    for (const secret of [byHand.secretText, person.sandbox.gitpod.token]) expect(shown.includes(secret)).toBe(false);
    await person.close();
    await rm(folder, { recursive: true });
  });

  test("the preview writes an import file that needs three ids, and the import works with them", async () => {
    const file = join(folder, "import.json");
    await person.mustRun("preview", "--import-file", file);
    const wanted: ImportFile = JSON.parse(await readFile(file, "utf8"));
    const ids = new Map([
      ["azuread:index/application:Application", `/applications/${application.id}`],
      ["azuread:index/servicePrincipal:ServicePrincipal", `/servicePrincipals/${principal.id}`],
      ["gitpod:index:AuthProvider", stored().id],
    ]);
    const asked = wanted.resources.filter(({ id }) => id === "<PLACEHOLDER>");
    expect(asked.map(({ type }) => type).sort()).toEqual([...ids.keys()]);
    for (const resource of asked) resource.id = ids.get(resource.type) ?? "";
    await writeFile(file, JSON.stringify(wanted));
    const writes = person.sandbox.journal.writes().length;
    await person.mustRun("import", "--file", file, "--yes", "--protect=false", "--generate-code=false");
    expect(person.sandbox.journal.writes()).toHaveLength(writes);
  });

  test("the first preview shows only what cannot be read", async () => {
    const preview = await person.mustRun("preview", "--diff", "--json");
    const { steps }: { steps: { op: string; urn: string; detailedDiff?: object }[] } = JSON.parse(
      preview.slice(preview.indexOf("{")),
    );
    const changes = steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn, detailedDiff }) => [op, urn.split("::").at(-1), Object.keys(detailedDiff ?? {})]);
    expect(changes).toEqual([["update", "azure-devops-integration", ["clientSecret"]]]);
  });

  test("the first up interrupts nobody: same integration, same secret, still active", async () => {
    const before = stored();
    expect(before.verified).toBe(true);
    await person.mustRun("up", "--yes", "--skip-preview");
    expect(stored()).toEqual(before);
    expect(secrets()).toEqual([byHand.secretText]);
    expect(await person.pulumi("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(JSON.parse(await person.mustRun("stack", "output", "--json"))).not.toHaveProperty("secretExpiresAt");
  });

  test("the first rotation creates our own secret, and the one made by hand stays valid", async () => {
    await person.unset("existingClientSecret");
    await person.mustRun("up", "--yes", "--skip-preview");
    expect(secrets()).toHaveLength(2);
    expect(secrets().includes(stored().clientSecret)).toBe(true);
    expect(stored().clientSecret === byHand.secretText).toBe(false);
    expect(application.passwords.get(byHand.keyId)).toBe(byHand);
    const { secretExpiresAt } = JSON.parse(await person.mustRun("stack", "output", "--json"));
    expect(Date.parse(secretExpiresAt)).toBeGreaterThan(Date.now());
  });
});
