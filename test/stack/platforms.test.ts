import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import program from "../../index.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { value, World } from "../components/support/mocks.ts";

const APPLICATION = "azuread:index/application:Application";
const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
const RUNNER_SCM = "gitpod:index:RunnerScm";
const SCM_INTEGRATION = "gitpod:index:ScmIntegration";
const AUTH_PROVIDER = "gitpod:index:AuthProvider";
const TENANT = "22222222-2222-4222-8222-222222222222";
const RUNNER = "44444444-4444-4444-8444-444444444444";
const OTHER_RUNNER = "55555555-5555-4555-8555-555555555555";
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const OF_CLASSIC = "https://gitpod.example.com/auth/callback";
const OF_RUNNER = "https://runner.example.com/callback";
const ORGANIZATION = { organizationId: "11111111-1111-4111-8111-111111111111" };
const ONA = { platform: "ona", runnerId: RUNNER };

type Outputs = Awaited<ReturnType<typeof program>> & {
  readonly issuerUrl?: pulumi.Output<unknown>;
  readonly connectUrl?: pulumi.Output<unknown>;
};

let world: World;

beforeEach(async () => {
  world = await World.start();
});

async function deploy(values: Readonly<Record<string, unknown>>, secret: readonly string[] = [], provider = {}) {
  const settings = Object.entries(values).map(([name, given]) => [
    `${NAMESPACE}:${name}`,
    typeof given === "string" ? given : JSON.stringify(given),
  ]);
  const config = {
    "gitpod:host": "gitpod.example.com",
    "azuread:tenantId": TENANT,
    ...provider,
    ...Object.fromEntries(settings),
  };
  pulumi.runtime.setAllConfig(config, [...secret]);
  const outputs: Outputs = await program();
  await value(pulumi.output(outputs as pulumi.Input<unknown>));
  return outputs;
}

const names = (type: string) =>
  world.registered
    .filter((resource) => resource.type === type)
    .map(({ name }) => name)
    .sort();

function permissionIds(): string[] {
  const apis = world.inputs(APPLICATION).requiredResourceAccesses as { resourceAccesses: { id: string }[] }[];
  return apis.flatMap(({ resourceAccesses }) => resourceAccesses.map(({ id }) => id.slice(0, 8))).sort();
}

describe("Ona alone", () => {
  test("has an app with the runner's redirect URI, ID tokens and Ona's permissions", async () => {
    await deploy(ONA);
    expect(world.inputs(APPLICATION)).toMatchObject({
      displayName: "Ona",
      web: {
        redirectUris: [OF_RUNNER],
        implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: true },
      },
    });
    expect(permissionIds()).toEqual(["028ffaf1", "37f7f235", "7427e0e9", "b325850d"]);
    expect(names(PASSWORD)).toEqual(["azure-devops-secret"]);
    expect(names(RUNNER_SCM)).toEqual([`azure-devops-runner-${RUNNER}`]);
    expect(world.inputs(SCM_INTEGRATION)).toMatchObject({ runnerId: RUNNER, clientId: "client-id", issuerUrl: ISSUER });
    expect(world.inputs(SCM_INTEGRATION)).not.toHaveProperty("host");
  });

  test("gives the outputs of the contract", async () => {
    const outputs = await deploy(ONA);
    expect(Object.keys(outputs).sort()).toEqual(
      [
        ["adminConsentUrl", "applicationObjectId", "authorizationUrl", "clientId", "clientSecret", "connectUrl"],
        ["integrationId", "issuerUrl", "problems", "redirectUri", "secretExpiresAt", "tokenUrl", "verified"],
      ].flat(),
    );
    expect(await value(outputs.redirectUri)).toBe(OF_RUNNER);
    expect(await value(outputs.issuerUrl)).toBe(ISSUER);
    expect(await value(outputs.connectUrl)).toBe("https://app.ona.com/connect");
    expect(await pulumi.isSecret(pulumi.output(outputs.clientSecret))).toBe(true);
  });

  test("asks each runner once, and lists a redirect URI that they share once", async () => {
    const integrations = {
      a: { runnerId: RUNNER, providerHost: "dev.azure.com/a" },
      b: { runnerId: RUNNER, providerHost: "dev.azure.com/b" },
      c: { runnerId: OTHER_RUNNER },
    };
    await deploy({ platform: "ona", integrations });
    expect(names(RUNNER_SCM)).toEqual([RUNNER, OTHER_RUNNER].map((id) => `azure-devops-runner-${id}`));
    expect(world.inputs(APPLICATION).web).toMatchObject({ redirectUris: [OF_RUNNER] });
  });

  test("keeps a tenant secret that is stored encrypted", async () => {
    const outputs = await deploy({ ...ONA, tenantId: TENANT }, [`${NAMESPACE}:tenantId`]);
    expect(await pulumi.isSecret(pulumi.output(outputs.issuerUrl))).toBe(true);
  });
});

describe("both platforms with one app", () => {
  const both = { ...ORGANIZATION, integrations: { new: ONA } };

  test("have both redirect URIs, both sets of permissions and ID tokens", async () => {
    await deploy(both);
    expect(world.inputs(APPLICATION)).toMatchObject({
      displayName: "Gitpod",
      web: { redirectUris: [OF_CLASSIC, OF_RUNNER], implicitGrant: { idTokenIssuanceEnabled: true } },
    });
    expect(permissionIds()).toEqual(["028ffaf1", "37f7f235", "4ee63f9b", "7427e0e9", "b325850d", "e1fe6dd8"]);
  });

  test.each([
    ["Gitpod Classic first", both],
    ["Ona first", { ...ONA, integrations: { old: { platform: "classic", ...ORGANIZATION } } }],
  ])("have a secret each: %s", async (_, settings) => {
    world = await World.start({ secretsByName: true });
    await deploy(settings);
    expect(names(PASSWORD)).toEqual(["azure-devops-ona-secret", "azure-devops-secret"]);
    expect(JSON.stringify(world.inputs(AUTH_PROVIDER).clientSecret)).toContain("azure-devops-secret");
    expect(JSON.stringify(world.inputs(SCM_INTEGRATION).clientSecret)).toContain("azure-devops-ona-secret");
    const extra = world.registered.find(({ name }) => name === "azure-devops-ona-secret");
    expect(extra?.inputs).toMatchObject({
      applicationId: "/applications/object-id",
      displayName: "Ona, managed by Pulumi",
    });
  });

  test("say when Ona's secret ends, and repeat nothing of the app", async () => {
    const { integrations } = await deploy(both);
    expect(Object.keys(integrations?.new ?? {}).sort()).toEqual(
      ["integrationId", "redirectUri", "issuerUrl", "connectUrl", "verified", "problems", "secretExpiresAt"].sort(),
    );
  });

  test("a secret made by hand stays Gitpod Classic's alone", async () => {
    await deploy({ ...both, existingClientSecret: "by hand" }, [`${NAMESPACE}:existingClientSecret`]);
    expect(names(PASSWORD)).toEqual(["azure-devops-ona-secret"]);
    expect(JSON.stringify(world.inputs(AUTH_PROVIDER).clientSecret)).toContain("by hand");
  });

  test("an integration with its own app has what its platform needs, and its app's own secret", async () => {
    await deploy({ ...ORGANIZATION, integrations: { new: { ...ONA, ownApplication: true } } });
    const apps = world.registered.filter(({ type }) => type === APPLICATION);
    expect(
      apps.map(({ inputs }) => inputs).sort((a, b) => `${a.displayName}`.localeCompare(`${b.displayName}`)),
    ).toMatchObject([
      { displayName: "Gitpod", web: { redirectUris: [OF_CLASSIC], implicitGrant: { idTokenIssuanceEnabled: false } } },
      {
        displayName: "Gitpod new",
        web: { redirectUris: [OF_RUNNER], implicitGrant: { idTokenIssuanceEnabled: true } },
      },
    ]);
    expect(names(PASSWORD)).toEqual(["azure-devops-new-secret", "azure-devops-secret"]);
  });
});

describe("an integration of Ona that has left the settings", () => {
  const urn = (name: string) => `urn:pulumi:test::gitpod-azure-devops::gitpod:index:ScmIntegration::${name}`;
  const integration = (host: string) => ({ type: SCM_INTEGRATION, outputs: { host, runnerId: RUNNER } });
  const state = {
    [urn("azure-devops-integration")]: integration("dev.azure.com/acme"),
    [urn("azure-devops-a-integration")]: integration("dev.azure.com"),
  };
  const warnings = () => jest.mocked(pulumi.log.warn).mock.calls.map(([message]) => message);

  beforeEach(async () => {
    world = await World.start({ state });
    jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test("is named in a warning with what people lose, and those that stay are not", async () => {
    await deploy({ platform: "ona", integrations: { a: { ...ONA, providerHost: "dev.azure.com" } } });
    expect(warnings()).toEqual([
      `azure-devops-integration has left the settings: this deletes Ona's integration for dev.azure.com/acme on runner ${RUNNER}, ` +
        "and the sign-ins of all people who use it",
    ]);
  });

  test("is not named when a renamed entry goes on with it", async () => {
    const renamed = { b: { ...ONA, providerHost: "dev.azure.com" }, c: { ...ONA, providerHost: "dev.azure.com/acme" } };
    await deploy({ platform: "ona", integrations: renamed });
    expect(warnings()).toEqual([]);
  });

  test("is looked for in a stack of Gitpod Classic that still has a token for Ona, and in no other", async () => {
    await deploy(ORGANIZATION);
    expect(warnings()).toEqual([]);
    world = await World.start({ state });
    await deploy(ORGANIZATION, ["gitpod:onaToken"], { "gitpod:onaToken": "t" });
    expect(warnings()).toHaveLength(2);
  });
});
