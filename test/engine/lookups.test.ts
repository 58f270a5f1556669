import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { findPulumi } from "../../cli/pulumi/find.ts";
import { isAtLeast } from "../../cli/pulumi/versions.ts";
import { gitpod } from "../../components/index.ts";
import { Deployment } from "./support/deployment.ts";

const PLUGIN = fileURLToPath(new URL("../../provider/pulumi-resource-gitpod", import.meta.url));
/** The first CLI with which this was tried. */
const LISTING_VERSION = "3.259.0";
const { command } = await findPulumi();

let deployment: Deployment;

beforeAll(async () => {
  deployment = await Deployment.start({ program });
});
afterEach(() => {
  expect(deployment.printed()).not.toContain(deployment.sandbox.gitpod.token);
});
afterAll(() => deployment.close());

/** Looks up the organization, makes an integration there and looks that up too. */
async function program() {
  const { authorityHost, tenantId } = deployment.sandbox.entra;
  const { organizations } = await gitpod.getOrganizations();
  const [organization] = organizations;
  if (organization === undefined) throw new pulumi.RunError("no organization");
  const integration = new gitpod.AuthProvider("integration", {
    organizationId: organization.id,
    authorizationUrl: `${authorityHost}/${tenantId}/oauth2/v2.0/authorize`,
    tokenUrl: `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
    clientId: "an-app",
    clientSecret: "never-proved",
    verifyCredentials: false,
  });
  const byId = gitpod.getAuthProviderOutput({ id: integration.id });
  const all = gitpod.getAuthProvidersOutput({ organizationId: organization.id }, { dependsOn: [integration] });
  return {
    organizations,
    id: integration.id,
    byId,
    hosts: all.authProviders.apply((found) => found.map(({ host }) => host)),
  };
}

test("a preview calls a function, and leaves unknown what depends on a new resource", async () => {
  const { failed, output, changes } = await deployment.preview();
  expect({ failed, output }).toMatchObject({ failed: false });
  expect(changes).toEqual({ create: 2 });
  expect(deployment.sandbox.journal.entries("ListOrganizations").length).toBe(1);
  expect(deployment.sandbox.journal.entries("GetAuthProvider")).toEqual([]);
});

test("an up returns what the functions find", async () => {
  const { failed, output } = await deployment.up();
  expect({ failed, output }).toMatchObject({ failed: false });
  const { organizations, id, byId, hosts } = await deployment.outputs();
  const organizationId = deployment.sandbox.gitpod.organizationId;
  expect(organizations?.value).toEqual([{ id: organizationId, name: "Acme", role: "owner" }]);
  expect(byId?.value).toMatchObject({ id: id?.value, organizationId, host: "dev.azure.com", verified: false });
  expect(hosts?.value).toEqual(["dev.azure.com"]);
});

const canList = isAtLeast(String(command.version), LISTING_VERSION);
(canList ? test : test.skip)("`pulumi do` lists the integration with the id that import takes", async () => {
  const { host, apiUrl, token, organizationId } = deployment.sandbox.gitpod;
  const { workspace } = deployment.stack;
  const settings = { GITPOD_HOST: host, GITPOD_API_URL: apiUrl, GITPOD_TOKEN: token };
  const env = { ...process.env, ...workspace.envVars, ...settings, PULUMI_HOME: workspace.pulumiHome };
  const list = ["do", "--package", PLUGIN, "gitpod:index:AuthProvider", "list", "--organization-id", organizationId];
  const { stdout } = await promisify(execFile)(command.command, list, { cwd: workspace.workDir, env });
  const { id } = await deployment.outputs();
  expect(JSON.parse(stdout)).toEqual([{ id: id?.value, name: "dev.azure.com" }]);
});
