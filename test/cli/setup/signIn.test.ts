import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { AZURE_TENANT, HIDDEN } from "../../../cli/setup/settings.ts";
import { signInProblem } from "../../../cli/setup/signIn.ts";
import { putExecutable } from "../support/executable.ts";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";
const CONFIG = { [AZURE_TENANT]: ID };
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "setup-sign-in-"));
  env = { PATH: [folder, process.env.PATH].join(delimiter) };
});
afterEach(() => rm(folder, { recursive: true }));

/** An Azure CLI with the token for this tenant only. */
async function signedInTo(tenant: string): Promise<void> {
  const account = { tenantId: tenant, user: { name: "sam@example.com", type: "user" } };
  const claims = Buffer.from(JSON.stringify({ tid: tenant, oid: ID })).toString("base64url");
  const script = `case "$2 $*" in
    show*) echo '${JSON.stringify(account)}' ;;
    *"--tenant ${tenant}"*) echo '${JSON.stringify({ accessToken: `e30.${claims}.` })}' ;;
    *) echo 'ERROR: User does not exist in MSAL token cache. Run az login.' >&2; exit 1 ;;
  esac`;
  await putExecutable(folder, "az", script);
}

describe("a person has to sign in", () => {
  test.each<[string, string, Record<string, string>, Record<string, string>]>([
    ["not when the Azure CLI is signed in to the tenant", ID, {}, {}],
    ["not for an application", "", { ARM_CLIENT_ID: ID, ARM_CLIENT_SECRET: "s" }, {}],
    ["not for an application of the stack's", "", {}, { "azuread:clientId": ID, "azuread:clientSecret": HIDDEN }],
    ["not for a pipeline", "", { ARM_CLIENT_ID: ID, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t" }, {}],
  ])("%s", async (_, tenant, variables, settings) => {
    await signedInTo(tenant);
    expect(await signInProblem({ ...CONFIG, ...settings }, { ...env, ...variables })).toBeUndefined();
  });

  test.each<[string, Record<string, string>]>([
    ["when the Azure CLI is signed in to another tenant", {}],
    ["when an application has no secret", { ARM_CLIENT_ID: ID }],
  ])("%s", async (_, variables) => {
    await signedInTo("11111111-1111-4111-8111-111111111111");
    expect(await signInProblem(CONFIG, { ...env, ...variables })).toMatchObject({
      message: expect.stringContaining("The Azure CLI gives no token for Microsoft Entra ID: User does not exist"),
      fix: `az login --tenant ${ID} --allow-no-subscriptions`,
    });
  });

  test("when there is no Azure CLI", async () => {
    expect(await signInProblem(CONFIG, { PATH: folder })).toMatchObject({
      fix: expect.stringContaining("https://aka.ms/azure-cli"),
    });
  });
});
