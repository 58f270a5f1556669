import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { EntraApplication } from "../../components/entra/entraApplication.ts";
import { RunnerScm } from "../../components/gitpod/runnerScm.ts";
import {
  OnaAzureDevOpsIntegration,
  type OnaAzureDevOpsIntegrationArgs,
} from "../../components/ona/azureDevOpsIntegration.ts";
import { value, World, wireSecret } from "./support/mocks.ts";

const APPLICATION = "azuread:index/application:Application";
const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
const RUNNER_SCM = "gitpod:index:RunnerScm";
const SCM_INTEGRATION = "gitpod:index:ScmIntegration";
const TENANT = "22222222-2222-4222-8222-222222222222";
const ARGS: OnaAzureDevOpsIntegrationArgs = { runnerId: "44444444-4444-4444-8444-444444444444", tenantId: TENANT };

let world: World;
beforeEach(async () => {
  world = await World.start();
});

async function settled(integration: OnaAzureDevOpsIntegration): Promise<OnaAzureDevOpsIntegration> {
  await value(integration.integrationId);
  await pulumi.runtime.disconnect();
  return integration;
}

const deploy = (args: Partial<OnaAzureDevOpsIntegrationArgs> = {}) =>
  settled(new OnaAzureDevOpsIntegration("ona", { ...ARGS, ...args }, world.watch));

describe("an integration with its own app", () => {
  test("asks the runner for the redirect URI, and gives it to the app with ID tokens on", async () => {
    const { redirectUri } = await deploy();
    expect(world.inputs(RUNNER_SCM)).toEqual({ runnerId: ARGS.runnerId });
    expect(world.inputs(APPLICATION)).toMatchObject({
      displayName: "Ona",
      web: {
        redirectUris: ["https://runner.example.com/callback"],
        implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: true },
      },
    });
    expect(world.inputs(PASSWORD)).toMatchObject({ displayName: "Ona, managed by Pulumi" });
    expect(await value(redirectUri)).toBe("https://runner.example.com/callback");
  });

  test("registers its parts as its children, the names from its own", async () => {
    await deploy();
    const lineage = await world.lineage();
    const children = lineage.filter(({ parent }) => parent?.endsWith("OnaAzureDevOpsIntegration::ona"));
    expect(children.map(({ urn }) => urn.split("::").at(-1)).sort()).toEqual(["ona", "ona-integration", "ona-runner"]);
  });

  test("gives Ona the app's id, secret and the tenant's issuer", async () => {
    const integration = await deploy();
    expect(world.inputs(SCM_INTEGRATION)).toEqual({
      runnerId: ARGS.runnerId,
      clientId: "client-id",
      clientSecret: wireSecret("s3cret"),
      issuerUrl: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    });
    expect(await value(integration.issuerUrl)).toBe(`https://login.microsoftonline.com/${TENANT}/v2.0`);
    expect(await pulumi.isSecret(integration.clientSecret)).toBe(true);
    expect(await value(integration.problems)).toEqual([]);
  });

  test("takes another issuer, host, cloud and personal access tokens", async () => {
    await deploy({ authorityHost: "https://login.microsoftonline.us" });
    expect(world.inputs(SCM_INTEGRATION).issuerUrl).toBe(`https://login.microsoftonline.us/${TENANT}/v2.0`);
    world = await World.start();
    const given = { host: "dev.azure.com/acme", issuerUrl: "https://sts.example.com", pat: true, adoptExisting: true };
    await deploy({ ...given, verifyCredentials: false });
    expect(world.inputs(SCM_INTEGRATION)).toMatchObject({ ...given, verifyCredentials: false });
  });

  test("refuses permissions with which nobody could connect", () => {
    expect(() => new OnaAzureDevOpsIntegration("ona", { ...ARGS, permissions: ["vso.code_write"] })).toThrow(
      "permissions lack vso.code and openid and offline_access, which Ona always asks for",
    );
  });
});

describe("an integration that shares an app", () => {
  const shared = () => {
    const runner = new RunnerScm("runner", { runnerId: ARGS.runnerId }, world.watch);
    const application = new EntraApplication(
      "shared",
      { tenantId: TENANT, displayName: "Acme", redirectUris: [runner.redirectUri], permissions: ["vso.code"] },
      world.watch,
    );
    return { runnerId: ARGS.runnerId, runner, application, issuerUrl: "https://sts.example.com" };
  };

  test("has the app's own secret, and no runner or app of its own", async () => {
    const integration = await settled(new OnaAzureDevOpsIntegration("ona", shared(), world.watch));
    expect(world.inputs(RUNNER_SCM)).toEqual({ runnerId: ARGS.runnerId });
    expect(world.inputs(APPLICATION).displayName).toBe("Acme");
    expect(world.inputs(SCM_INTEGRATION).clientSecret).toEqual(wireSecret("s3cret"));
    expect(integration.secretExpiresAt).toBe(integration.application.secretExpiresAt);
  });

  test("or one for Ona alone, with its own end", async () => {
    const end = "2030-01-01T00:00:00Z";
    const secret = { value: pulumi.secret("for Ona"), expiresAt: pulumi.output(end) };
    const integration = await settled(new OnaAzureDevOpsIntegration("ona", { ...shared(), secret }, world.watch));
    expect(world.inputs(SCM_INTEGRATION).clientSecret).toEqual(wireSecret("for Ona"));
    expect(await value(integration.secretExpiresAt)).toBe(end);
    expect(await value(integration.application.clientSecret)).toBe("s3cret");
  });
});
