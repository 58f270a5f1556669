import { delimiter } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { PulumiFailure } from "../../../cli/pulumi/workspace.ts";
import type { Sandbox } from "../../../sandbox/index.ts";
import { expectWrong, type Row } from "./support/expectWrong.ts";
import { type Break, Patient, state } from "./support/patient.ts";

const NOBODY = "33333333-3333-4333-8333-333333333333";
const APPLICATION = "azuread:index/application:Application";
const OWNED = "Application.ReadWrite.OwnedBy";

let patient: Patient;
let sandbox: Sandbox;
beforeAll(async () => {
  patient = await Patient.start();
  sandbox = patient.sandbox;
});
afterEach(() => {
  sandbox.entra.deployer.roles = ["Application.ReadWrite.All"];
  sandbox.entra.directory.policy.usersRegisterApps = true;
  sandbox.faults.clear();
});
afterAll(() => patient.close());

/** Only the Azure CLI signs in, with this script in its place. */
async function azureCli(script: string): Promise<Break> {
  const folder = await patient.executable("az", script);
  const PATH = [folder, patient.environment.PATH].join(delimiter);
  return { env: { PATH, ARM_CLIENT_ID: undefined, ARM_CLIENT_SECRET: undefined, ARM_USE_CLI: undefined } };
}

/** The Azure CLI of a user. */
function userOf(claims: object): Promise<Break> {
  const user = { idtyp: "user", upn: "sam@example.com", roles: [], ...claims };
  const accessToken = sandbox.entra.deployer.accessToken("", user);
  const account = { tenantId: sandbox.entra.tenantId, user: { name: "sam@example.com", type: "user" } };
  return azureCli(`case "$2" in
    show) echo '${JSON.stringify(account)}' ;;
    get-access-token) echo '${JSON.stringify({ accessToken })}' ;;
  esac`);
}

/** Two things are broken. */
async function both(first: Promise<Break>, second: Break): Promise<Break> {
  return { ...(await first), ...second };
}

/** A state with this app registration. */
function withApp(id: string): Break {
  const urn = `urn:pulumi:prod::p::${APPLICATION}::azure-devops-application`;
  return { pulumi: { state: async () => state([{ urn, type: APPLICATION, id: `/applications/${id}` }]) } };
}

/** The service principal may only change what it owns. */
function ownedOnly(broken: Break): Break {
  sandbox.entra.deployer.roles = [OWNED];
  return broken;
}

const entra: Row[] = [
  [
    "nobody signed in",
    () => azureCli("echo 'ERROR: Please run az login to setup account.' >&2; exit 1"),
    [
      [
        "sign-in",
        /^The Azure CLI gives no token .*Please run az login.*"failed to load Azure credentials"/,
        /^az login --tenant \S+ --allow-no-subscriptions$/,
      ],
    ],
  ],
  [
    "no Azure CLI, and no credentials",
    () => ({ env: { ARM_CLIENT_SECRET: undefined, ARM_USE_CLI: "true" } }),
    [["sign-in", /^Nobody is signed in .* there is no Azure CLI/, /az login/]],
  ],
  [
    "no way to sign in",
    () => ({ env: { ARM_CLIENT_SECRET: undefined } }),
    [["sign-in", /^There is no way to sign in.*ARM_USE_CLI/, "unset ARM_USE_CLI && az login"]],
  ],
  [
    "a wrong client secret",
    () => ({ env: { ARM_CLIENT_SECRET: "canary" } }),
    [["sign-in", /^Entra refuses the sign-in of \S+: AADSTS7000215: [^\n]*\.$/]],
  ],
  [
    "a forged token of a CI system",
    () => ({ env: { ARM_CLIENT_SECRET: undefined, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "e30.e30.AAAA" } }),
    [["sign-in", /^Entra refuses the sign-in of \S+: AADSTS/]],
  ],
  [
    "a token of the Azure CLI for another tenant",
    () => userOf({ tid: NOBODY, wids: ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"] }),
    [["sign-in", /^The sign-in is to the tenant 33333333.*, and the settings name/, /^az login --tenant/]],
  ],
  [
    "a service principal without rights",
    () => {
      sandbox.entra.deployer.roles = [];
      return {};
    },
    [
      [
        "rights",
        /^It may not register an app: it has no permission of Graph, and needs Application\.ReadWrite\.OwnedBy/,
        /^az ad app permission add --id \S+ .*admin-consent/,
      ],
    ],
  ],
  [
    "a service principal with OwnedBy that owners leave out",
    () => ownedOnly({ settings: { "gitpod-azure-devops:owners": JSON.stringify([NOBODY]) } }),
    [["rights", /must be one of the app's owners/, /^pulumi config set --path 'gitpod-azure-devops:owners\[1\]' /]],
  ],
  [
    "a service principal with OwnedBy, and no owners",
    () => ownedOnly({}),
    [["rights", /must be one of the app's owners/, /^pulumi config set --path 'gitpod-azure-devops:owners\[0\]' /]],
  ],
  [
    "a user of a tenant that leaves apps to administrators",
    () => {
      sandbox.entra.directory.policy.usersRegisterApps = false;
      return userOf({});
    },
    [["rights", /^sam@example\.com .* may not register apps.*Application Developer/]],
  ],
  [
    "a user of such a tenant, who does not own the deployed app",
    () => {
      sandbox.entra.directory.policy.usersRegisterApps = false;
      return both(userOf({}), withApp(sandbox.entra.directory.addApplication({ displayName: "Others'" }, [NOBODY]).id));
    },
    [["rights", /may not register apps/]],
  ],
  [
    "a service principal with OwnedBy that encrypted owners leave out",
    () => ownedOnly({ secrets: { "gitpod-azure-devops:owners": JSON.stringify([NOBODY]) } }),
    [
      ["settings", /^gitpod-azure-devops:owners cannot be a secret/, /^pulumi config rm/],
      ["rights", /must be one of the app's owners/, /owners\[1\]' /],
    ],
  ],
  [
    "an app registration that was deleted",
    () => withApp(NOBODY),
    [["application", /azure-devops-application is gone/, "pulumi up --refresh --stack prod"]],
  ],
  [
    "an app registration that belongs to others",
    () => {
      const { id } = sandbox.entra.directory.addApplication({ displayName: "Others'" }, [NOBODY]);
      const owners = JSON.stringify([sandbox.entra.deployer.objectId]);
      return ownedOnly({ ...withApp(id), settings: { "gitpod-azure-devops:owners": owners } });
    },
    [["application", /belongs to others/, /^az ad app owner add --id \S+ --owner-object-id /]],
  ],
  [
    "an app registration that may not be read",
    () => {
      sandbox.faults.inject({ operation: "GET /v1.0/applications/{id}", kind: { type: "status", status: 403 } });
      return withApp(sandbox.entra.directory.addApplication({ displayName: "Hidden" }).id);
    },
    [["application", /may not be read/]],
  ],
  [
    "consent for the tenant without the rights",
    () => {
      const owners = JSON.stringify([sandbox.entra.deployer.objectId]);
      const settings = { "gitpod-azure-devops:adminConsent": "true", "gitpod-azure-devops:owners": owners };
      return ownedOnly({ settings });
    },
    [["admin-consent", /DelegatedPermissionGrant\.ReadWrite\.All and Application\.Read\.All/, /adminConsent$/]],
  ],
];

test.each<Row>(entra)("%s", async (_, broken, wrong) => expectWrong(patient, await broken(), wrong));

describe("what is not bad, or not all of it:", () => {
  const lines = async (name: string, broken: Break | Promise<Break>) => {
    const results = await patient.diagnose(await broken);
    return results.filter((result) => result.name === name).map(({ outcome, message }) => `${outcome}: ${message}`);
  };
  const barred = (broken: Break | Promise<Break>) => {
    sandbox.entra.directory.policy.usersRegisterApps = false;
    return lines("rights", broken);
  };

  test("a user who may register no app, and owns the deployed one", async () => {
    const { id } = sandbox.entra.directory.addApplication({ displayName: "Own" }, [sandbox.entra.deployer.objectId]);
    expect(await barred(both(userOf({}), withApp(id)))).toEqual([
      expect.stringMatching(/^good: .*owns what is deployed/),
    ]);
  });

  test("a user with a role of the tenant's own, of which nobody knows what it allows", async () => {
    expect(await barred(userOf({ wids: [NOBODY] }))).toEqual([
      expect.stringMatching(/^unknown: Whether the role 33333333-\S+ allows sam@example\.com/),
    ]);
  });

  test("encrypted owners that name the identity, or that cannot be decrypted", async () => {
    const owners = JSON.stringify([sandbox.entra.deployer.objectId]);
    const broken: Break = ownedOnly({ secrets: { "gitpod-azure-devops:owners": owners } });
    expect(await lines("rights", broken)).toEqual([expect.stringMatching(/^good: /)]);
    const value = (key: string) =>
      key === "gitpod-azure-devops:owners"
        ? Promise.reject(new PulumiFailure("incorrect passphrase"))
        : Promise.resolve(sandbox.settings()[key] ?? "");
    expect(await lines("rights", { ...broken, pulumi: { value } })).toEqual([
      expect.stringMatching(/^good: /),
      expect.stringMatching(/^unknown: Whether gitpod-azure-devops:owners names/),
    ]);
  });

  test("another tenant is mended where the provider reads it", async () => {
    const other: Break = { env: { ARM_TENANT_ID: NOBODY }, settings: { "azuread:tenantId": undefined } };
    sandbox.entra.directory.policy.usersRegisterApps = true;
    const user = await userOf({ tid: NOBODY });
    const results = await patient.diagnose({
      ...user,
      env: { ...user.env, ...other.env },
      settings: other.settings ?? {},
    });
    expect(results.filter(({ name, outcome }) => name === "sign-in" && outcome === "bad")).toMatchObject([
      { fix: `export ARM_TENANT_ID=${sandbox.entra.tenantId}` },
    ]);
    const without = await patient.diagnose({
      ...user,
      env: { ...user.env, ARM_TENANT_ID: "" },
      settings: other.settings ?? {},
    });
    expect(without.filter(({ name, outcome }) => name === "sign-in" && outcome === "bad")).toMatchObject([
      { fix: `az login --tenant ${sandbox.entra.tenantId} --allow-no-subscriptions` },
    ]);
  });
});
