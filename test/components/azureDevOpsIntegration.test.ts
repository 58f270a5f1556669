import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { AzureDevOpsIntegration, type AzureDevOpsIntegrationArgs } from "../../components/index.ts";
import { EXPIRES_AT, value, World, wireSecret } from "./support/mocks.ts";

const APPLICATION = "azuread:index/application:Application";
const SERVICE_PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal";
const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
const ROTATION = "gitpod:index:Rotation";
const GRANT = "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
const AUTH_PROVIDER = "gitpod:index:AuthProvider";

const ARGS: AzureDevOpsIntegrationArgs = {
  organizationId: "11111111-1111-4111-8111-111111111111",
  tenantId: "22222222-2222-4222-8222-222222222222",
  redirectUri: "https://gitpod.example.com/auth/callback",
};

let world: World;

beforeEach(async () => {
  world = await World.start();
});

async function deploy(args: Partial<AzureDevOpsIntegrationArgs> = {}): Promise<AzureDevOpsIntegration> {
  const integration = new AzureDevOpsIntegration("azure-devops", { ...ARGS, ...args }, world.watch);
  await value(integration.integrationId);
  await world.lineage();
  return integration;
}

describe("the manual procedure, step by step", () => {
  test("an app named Gitpod, for accounts of this tenant only", async () => {
    await deploy();
    expect(world.inputs(APPLICATION)).toMatchObject({
      displayName: "Gitpod",
      signInAudience: "AzureADMyOrg",
      preventDuplicateNames: true,
      fallbackPublicClientEnabled: false,
    });
  });

  test("the redirect URI on the platform Web only, without implicit grant", async () => {
    await deploy();
    const inputs = world.inputs(APPLICATION);
    expect(inputs.web).toEqual({
      redirectUris: ["https://gitpod.example.com/auth/callback"],
      implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false },
    });
    expect(inputs).not.toHaveProperty("publicClient");
    expect(inputs).not.toHaveProperty("singlePageApplication");
  });

  test("the permissions vso.code_write, vso.profile and User.Read", async () => {
    await deploy();
    expect(world.inputs(APPLICATION).requiredResourceAccesses).toEqual([
      {
        resourceAppId: "499b84ac-1321-427f-aa17-267ca6975798",
        resourceAccesses: [
          { id: "028ffaf1-6f06-490a-979e-38011f92fb7c", type: "Scope" },
          { id: "4ee63f9b-9e65-476c-a487-9fea1e00c7ef", type: "Scope" },
        ],
      },
      {
        resourceAppId: "00000003-0000-0000-c000-000000000000",
        resourceAccesses: [{ id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d", type: "Scope" }],
      },
    ]);
  });

  test("the service principal that the portal would create", async () => {
    await deploy();
    expect(world.inputs(SERVICE_PRINCIPAL)).toEqual({ clientId: "client-id" });
  });

  test("a client secret that ends with the rotation and is renewed with its generation", async () => {
    await deploy();
    expect(world.inputs(PASSWORD)).toMatchObject({
      applicationId: "azure-devops-application-id",
      endDate: EXPIRES_AT,
      rotateWhenChanged: { generation: "3" },
    });
  });

  test("a full lifetime for a client secret that is created long after the rotation", async () => {
    world = await World.start({ answers: { [ROTATION]: { expiresAt: "2026-01-01T00:00:00Z" } } });
    const before = Date.now();
    await deploy();
    const days = (Date.parse(String(world.inputs(PASSWORD).endDate)) - before) / 86_400_000;
    expect(days).toBeGreaterThan(179.9);
    expect(days).toBeLessThan(180.1);
  });

  test("the integration with the endpoints, the client id and the secret, marked secret", async () => {
    await deploy();
    expect(world.inputs(AUTH_PROVIDER)).toEqual({
      organizationId: ARGS.organizationId,
      authorizationUrl: "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/oauth2/v2.0/authorize",
      tokenUrl: "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/oauth2/v2.0/token",
      clientId: "client-id",
      clientSecret: wireSecret("s3cret"),
    });
  });
});

describe("options", () => {
  test("reach the app and its service principal", async () => {
    const owners = ["33333333-3333-4333-8333-333333333333"];
    const described = { owners, notes: "Ask platform", tags: ["gitpod"], serviceManagementReference: "CMDB-1" };
    await deploy({ ...described, applicationName: "Gitpod Acme", permissions: ["vso.profile", "vso.code_write"] });
    expect(world.inputs(APPLICATION)).toMatchObject({ ...described, displayName: "Gitpod Acme" });
    expect(world.inputs(APPLICATION).requiredResourceAccesses).toEqual([
      {
        resourceAppId: "499b84ac-1321-427f-aa17-267ca6975798",
        resourceAccesses: [
          { id: "028ffaf1-6f06-490a-979e-38011f92fb7c", type: "Scope" },
          { id: "4ee63f9b-9e65-476c-a487-9fea1e00c7ef", type: "Scope" },
        ],
      },
    ]);
    expect(world.inputs(SERVICE_PRINCIPAL)).toEqual({ clientId: "client-id", owners });
  });

  test("reach the rotation and the integration", async () => {
    await deploy({
      rotation: { lifetimeDays: 90, rotateAfterDays: 60, trigger: "now" },
      providerHost: "dev.azure.cn",
      authorityHost: "https://login.partner.microsoftonline.cn",
      adoptExisting: true,
      verifyCredentials: false,
    });
    expect(world.inputs(ROTATION)).toEqual({ lifetimeDays: 90, rotateAfterDays: 60, trigger: "now" });
    expect(world.inputs(AUTH_PROVIDER)).toMatchObject({
      host: "dev.azure.cn",
      tokenUrl: `https://login.partner.microsoftonline.cn/${ARGS.tenantId}/oauth2/v2.0/token`,
      adoptExisting: true,
      verifyCredentials: false,
    });
  });
});

test("a secret made by hand is used as it is, and no other is created", async () => {
  const integration = await deploy({ existingClientSecret: "by-hand" });
  expect(world.inputs(AUTH_PROVIDER)).toMatchObject({ clientSecret: wireSecret("by-hand") });
  const types = world.registered.map(({ type }) => type);
  expect(types.filter((type) => type === PASSWORD || type === ROTATION)).toEqual([]);
  expect(await value(integration.secretExpiresAt)).toBeUndefined();
  expect(await pulumi.isSecret(integration.clientSecret)).toBe(true);
});

test("consent for everybody covers the app's permissions and what Gitpod adds", async () => {
  await deploy({ adminConsent: true, permissions: ["vso.code_write", "vso.profile", "User.Read"] });
  const grants = world.registered.filter(({ type }) => type === GRANT).map(({ inputs }) => inputs);
  expect(grants).toHaveLength(2);
  expect(grants).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        claimValues: ["vso.code_write", "vso.profile"],
        resourceServicePrincipalObjectId: "principal-of-499b84ac",
      }),
      expect.objectContaining({
        claimValues: ["User.Read", "offline_access"],
        resourceServicePrincipalObjectId: "principal-of-00000003",
      }),
    ]),
  );
});

test("without adminConsent nothing is granted, and the administrator's page is an output", async () => {
  const integration = await deploy();
  expect(world.registered.filter(({ type }) => type === GRANT)).toEqual([]);
  expect(await value(integration.adminConsentUrl)).toBe(
    "https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/adminconsent?client_id=client-id",
  );
});

test("names derive from the component's, and each child has its component as parent", async () => {
  await deploy();
  const family = (await world.lineage()).map(({ urn, parent }) => [nameOf(urn), typeOf(urn), parent && typeOf(parent)]);
  const integration = "gitpod:index:AzureDevOpsIntegration";
  const entra = "gitpod:index:EntraApplication";
  expect(family).toEqual([
    ["azure-devops", integration, undefined],
    ["azure-devops", entra, integration],
    ["azure-devops-application", APPLICATION, entra],
    ["azure-devops-service-principal", SERVICE_PRINCIPAL, entra],
    ["azure-devops-secret-rotation", ROTATION, entra],
    ["azure-devops-secret", PASSWORD, entra],
    ["azure-devops-integration", AUTH_PROVIDER, integration],
  ]);
});

test("the integration waits for the service principal, without which no secret works", async () => {
  world = await World.start({ slow: SERVICE_PRINCIPAL });
  await deploy();
  expect(world.events.indexOf(`end ${SERVICE_PRINCIPAL}`)).toBeGreaterThan(0);
  expect(world.events.indexOf(`start ${AUTH_PROVIDER}`)).toBeGreaterThan(
    world.events.indexOf(`end ${SERVICE_PRINCIPAL}`),
  );
});

test("a preview registers everything even when nothing exists yet", async () => {
  world = await World.start({ preview: true });
  await deploy();
  expect(world.registered.map(({ type }) => type)).toEqual(
    expect.arrayContaining([APPLICATION, SERVICE_PRINCIPAL, ROTATION, PASSWORD, AUTH_PROVIDER]),
  );
});

test("the outputs match the contract, and only the client secret is secret", async () => {
  const integration = await deploy();
  const plain = await value(
    pulumi.output({
      redirectUri: integration.redirectUri,
      clientId: integration.clientId,
      clientSecret: integration.clientSecret,
      applicationObjectId: integration.applicationObjectId,
      integrationId: integration.integrationId,
      activationUrl: integration.activationUrl,
      verified: integration.verified,
      secretExpiresAt: integration.secretExpiresAt,
    }),
  );
  expect(plain).toEqual({
    redirectUri: "https://gitpod.example.com/auth/callback",
    clientId: "client-id",
    clientSecret: "s3cret",
    applicationObjectId: "object-id",
    integrationId: "azure-devops-integration-id",
    activationUrl: "https://gitpod.example.com/api/authorize",
    verified: false,
    secretExpiresAt: EXPIRES_AT,
  });
  expect(await pulumi.isSecret(integration.clientSecret)).toBe(true);
  expect(await pulumi.isSecret(integration.clientId)).toBe(false);
  expect(await pulumi.isSecret(integration.tokenUrl)).toBe(false);
});

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

function typeOf(urn: string): string {
  return urn.split("::").at(-2)?.split("$").at(-1) ?? "";
}

test("permissions that lack what Gitpod always asks for are refused before anything is registered", () => {
  const make = () => new AzureDevOpsIntegration("azure-devops", { ...ARGS, permissions: ["vso.code"] }, world.watch);
  expect(make).toThrow("permissions lack vso.code_write and vso.profile");
});
