import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import program from "../../index.ts";
import { gitpodProvider } from "../../provider/provider.ts";
import { diffInputs } from "../../provider-kit/diff.ts";
import { newProperties, type Properties } from "../../provider-kit/values.ts";
import { NAMESPACE, SETTING_NAMES, type SettingName } from "../../stack/settingsSchema.ts";
import { type Registered, value, World } from "../components/support/mocks.ts";

const UUID = "22222222-2222-4222-8222-222222222222";
const BASE: Readonly<Record<string, string>> = {
  "gitpod:host": "gitpod.example.com",
  "azuread:tenantId": UUID,
  [`${NAMESPACE}:organizationId`]: UUID,
};
/** A value other than the default for each optional setting. */
const VALUES: Readonly<Partial<Record<SettingName, string>>> = {
  providerHost: "devops.example.com",
  integrations: JSON.stringify({ payments: { organizationId: "33333333-3333-4333-8333-333333333333" } }),
  applicationName: "Gitpod Acme",
  redirectUri: "https://other.example.com/auth/callback",
  authorityHost: "https://login.microsoftonline.us",
  permissions: '["vso.code_write","vso.profile"]',
  secretLifetimeDays: "90",
  rotateAfterDays: "60",
  rotationTrigger: "leak",
  adminConsent: "true",
  existingClientSecret: "by hand",
  owners: `["${UUID}"]`,
  notes: "Ask platform",
  tags: '["gitpod"]',
  serviceManagementReference: "CMDB-1",
  adoptExisting: "true",
  verifyCredentials: "false",
};
const NEEDED: readonly SettingName[] = ["organizationId", "tenantId"];
/** Only with Ona. */
const OF_ONA: readonly SettingName[] = ["platform", "runnerId", "issuerUrl"];
/** Need the azure-native package: test/keyVault/stack.test.ts. */
const OF_KEY_VAULT: readonly SettingName[] = ["keyVaultId", "keyVaultSecretPrefix"];

interface Recording {
  readonly steps: readonly {
    readonly name: string;
    readonly announced: readonly { readonly differs: readonly string[] }[];
  }[];
}

const recording: Recording = JSON.parse(
  readFileSync(new URL("fixtures/azureadTakenOut.json", import.meta.url), "utf8"),
);
/** What the real azuread plugin removes when the program leaves it out; it keeps everything else. */
const REMOVED = new Set(
  recording.steps
    .filter(({ name }) => name.endsWith("taken out"))
    .flatMap(({ announced }) => announced.flatMap(({ differs }) => differs)),
);

async function registered(settings: Readonly<Record<string, string>>): Promise<Map<string, Registered>> {
  const world = await World.start();
  const secret = Object.keys(settings).filter((name) => name.endsWith(":existingClientSecret"));
  pulumi.runtime.setAllConfig({ ...BASE, ...settings }, secret);
  const { integrationId, integrations, keyVaultSecretUris } = await program();
  await value(pulumi.output([integrationId, integrations, keyVaultSecretUris]));
  // Components register their outputs last, with the same mocks.
  await pulumi.runtime.disconnect();
  return new Map(world.registered.map((resource) => [`${resource.type} ${resource.name}`, resource]));
}

/** Properties that show a change of the resource when a setting is removed. */
function visible({ type, inputs }: Registered, left: Registered): string[] {
  const names = new Set([...Object.keys(inputs), ...Object.keys(left.inputs)]);
  const differing = [...names].filter((name) => JSON.stringify(inputs[name]) !== JSON.stringify(left.inputs[name]));
  const own = gitpodProvider.resources.find(({ token }) => token === type);
  if (own === undefined) return differing.filter((name) => name in left.inputs || REMOVED.has(name));
  const properties = (of: Registered): Properties => newProperties(Object.entries(of.inputs as Properties));
  return diffInputs(own.inputs, properties({ type, name: "", inputs }), properties(left)).map(
    ({ property }) => property,
  );
}

describe("the recorded azuread plugin", () => {
  test("removes owners, notes and the reference that are left out, and keeps tags", () => {
    expect([...REMOVED].sort()).toEqual(["description", "notes", "owners", "serviceManagementReference"]);
    const empty = recording.steps.find(({ name }) => name === "tags as an empty list");
    expect(empty?.announced).toMatchObject([{ differs: ["tags"] }]);
  });
});

describe("a setting that was deployed and is then removed", () => {
  let without: Map<string, Registered>;
  beforeEach(async () => {
    without = await registered({});
  });

  test("every optional setting is covered", () => {
    expect([...NEEDED, ...OF_ONA, ...OF_KEY_VAULT, ...Object.keys(VALUES)].sort()).toEqual([...SETTING_NAMES].sort());
  });

  test.each(Object.entries(VALUES))("%s: the next preview shows the removal", async (name, text) => {
    const before = await registered({ [`${NAMESPACE}:${name}`]: text });
    const gone = [...before.keys()].filter((key) => !without.has(key));
    const made = [...without.keys()].filter((key) => !before.has(key));
    const changed = [...before].flatMap(([key, resource]) => {
      const left = without.get(key);
      if (left === undefined) return [];
      const hidden = Object.keys(resource.inputs).filter((property) => !(property in left.inputs));
      const seen = visible(resource, left);
      expect(hidden.filter((property) => !seen.includes(property))).toEqual([]);
      return seen;
    });
    expect([...gone, ...made, ...changed]).not.toEqual([]);
  });
});
