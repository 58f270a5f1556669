import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import program from "../../../ops/bootstrap/index.ts";
import { NAMESPACE } from "../../../ops/bootstrap/settingsSchema.ts";
import { RESOURCE_RULES } from "../../../ops/policy/resourceRules.ts";
import { value } from "../../components/support/mocks.ts";

const TENANT = "22222222-2222-4222-8222-222222222222";
const GRAPH = "00000003-0000-0000-c000-000000000000";
const CONFIG = {
  "azuread:tenantId": TENANT,
  [`${NAMESPACE}:githubRepository`]: "acme/gitpod",
  [`${NAMESPACE}:owners`]: '["33333333-3333-4333-8333-333333333333"]',
};

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

let registered: Registered[];

beforeEach(async () => {
  registered = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: async ({ type, name, inputs }) => {
      registered.push({ type: type.split(":").at(-1) ?? "", name, inputs });
      return { id: `${name}-id`, state: { ...inputs, clientId: `${name}-client`, objectId: `${name}-object` } };
    },
    call: ({ token, inputs }) => ({ objectId: `${token.split(":").at(-1)} of ${inputs.clientId}` }),
  };
  await pulumi.runtime.setMocks(mocks, NAMESPACE, "test", false);
  pulumi.runtime.setAllConfig(CONFIG);
});

async function deployed() {
  const outputs = await program();
  await value(outputs.variables);
  // Credentials and permissions are registered after the outputs are known.
  await pulumi.runtime.disconnect();
  return outputs;
}
const ofType = (type: string) => registered.filter((resource) => resource.type === type);

describe("the program", () => {
  test("creates two single-tenant apps without a secret", async () => {
    await deployed();
    expect(ofType("Application").map(({ inputs }) => [inputs.displayName, inputs.signInAudience])).toEqual([
      ["Gitpod Azure DevOps preview", "AzureADMyOrg"],
      ["Gitpod Azure DevOps deployment", "AzureADMyOrg"],
    ]);
    expect(new Set(registered.map(({ type }) => type))).toEqual(
      new Set([
        "PipelineIdentity",
        "Application",
        "ServicePrincipal",
        "AppRoleAssignment",
        "ApplicationFederatedIdentityCredential",
      ]),
    );
  });

  // B7
  test.each([[undefined], ["SNOW-1234"]])(
    "gives both apps the reference %s that the tenant requires",
    async (reference) => {
      if (reference !== undefined) {
        pulumi.runtime.setAllConfig({ ...CONFIG, [`${NAMESPACE}:serviceManagementReference`]: reference });
      }
      await deployed();
      expect(ofType("Application").map(({ inputs }) => inputs.serviceManagementReference)).toEqual([
        reference,
        reference,
      ]);
    },
  );

  test("grants each app one permission of Microsoft Graph: the preview's is read-only", async () => {
    await deployed();
    const found = ofType("AppRoleAssignment").map(({ inputs }) => inputs);
    const resourceObjectId = `getServicePrincipal of ${GRAPH}`;
    expect(found).toEqual([
      {
        appRoleId: "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
        principalObjectId: "preview-service-principal-object",
        resourceObjectId,
      },
      {
        appRoleId: "18a4783c-866b-4cc7-a460-3d5e5662c884",
        principalObjectId: "deployment-service-principal-object",
        resourceObjectId,
      },
    ]);
  });

  test('trusts environments of the repository, and for the deployment only "production"', async () => {
    await deployed();
    const found = ofType("ApplicationFederatedIdentityCredential").map(({ inputs }) => [
      inputs.applicationId,
      inputs.subject,
      inputs.audiences,
    ]);
    const audiences = ["api://AzureADTokenExchange"];
    expect(found).toEqual([
      ["preview-application-id", "repo:acme/gitpod:environment:preview", audiences],
      ["preview-application-id", "repo:acme/gitpod:environment:checks", audiences],
      ["deployment-application-id", "repo:acme/gitpod:environment:production", audiences],
    ]);
  });

  test("exports the variables of the used systems, and the values for service connections", async () => {
    const outputs = await deployed();
    expect(await value(outputs.variables)).toEqual({
      github: {
        repository: { AZURE_TENANT_ID: TENANT },
        preview: { AZURE_CLIENT_ID: "preview-application-client" },
        checks: { AZURE_CLIENT_ID: "preview-application-client" },
        production: { AZURE_CLIENT_ID: "deployment-application-client" },
      },
      azurePipelines: {
        "gitpod-preview": { clientId: "preview-application-client", tenantId: TENANT },
        "gitpod-production": { clientId: "deployment-application-client", tenantId: TENANT },
      },
    });
    expect(await value(outputs.deploymentObjectId)).toBe("deployment-service-principal-object");
  });

  // The excluded rules forbid federated credentials and application permissions, which are the purpose of this project.
  test("passes the policy pack, except the rules about credentials and permissions of an integration", async () => {
    await deployed();
    const context = { now: new Date(), gitpodHost: undefined };
    for (const { type, name, inputs } of registered) {
      const token = `azuread:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`;
      const resource = { type: token, name, urn: name, properties: inputs };
      const rules = RESOURCE_RULES.filter((rule) => !["no-other-credentials", "permissions"].includes(rule.name));
      expect(rules.flatMap((rule) => rule.check(resource, context))).toEqual([]);
    }
  });

  test("refuses wrong settings without a stack trace, before it registers anything", async () => {
    pulumi.runtime.setAllConfig({ ...CONFIG, [`${NAMESPACE}:githubRepository`]: "acme" });
    const error: unknown = await program().catch((thrown: unknown) => thrown);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(String(error)).toContain(`pulumi config set ${NAMESPACE}:githubRepository '<owner>/<repository>'`);
    expect(registered).toEqual([]);
  });
});
