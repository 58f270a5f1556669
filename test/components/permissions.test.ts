import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { DEFAULT_PERMISSIONS } from "../../components/classic/permissions.ts";
import { PERMISSION_NAMES, requiredResourceAccesses } from "../../components/entra/permissions.ts";
import { parseSettings, type SettingsError } from "../../stack/settings.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";

const subsets = fc.subarray(PERMISSION_NAMES, { minLength: 1 });

test("order and repetition of the names do not matter", () => {
  fc.assert(
    fc.property(subsets, fc.infiniteStream(fc.nat()), (names, random) => {
      const mixed = [...names, ...names]
        .map((name) => ({ name, key: random.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ name }) => name);
      expect(requiredResourceAccesses(mixed)).toEqual(requiredResourceAccesses(names));
    }),
  );
});

test("each API and each permission appears once, and all are delegated", () => {
  fc.assert(
    fc.property(subsets, (names) => {
      const apis = requiredResourceAccesses(names);
      const permissions = apis.flatMap(({ resourceAccesses }) => resourceAccesses);
      expect(new Set(apis.map(({ resourceAppId }) => resourceAppId)).size).toBe(apis.length);
      expect(new Set(permissions.map(({ id }) => id)).size).toBe(names.length);
      expect(permissions.every(({ type }) => type === "Scope")).toBe(true);
    }),
  );
});

test("user_impersonation is a permission of Azure DevOps", () => {
  expect(requiredResourceAccesses(["user_impersonation"])).toEqual([
    {
      resourceAppId: "499b84ac-1321-427f-aa17-267ca6975798",
      resourceAccesses: [{ id: "ee69721e-6c3a-468f-a9ec-302d16a4c599", type: "Scope" }],
    },
  ]);
});

test("the defaults are those of Gitpod's instructions", () => {
  expect(DEFAULT_PERMISSIONS).toEqual(["vso.code_write", "vso.profile", "User.Read"]);
});

describe("the setting", () => {
  const UUID = "22222222-2222-4222-8222-222222222222";
  const ORGANIZATION = `${NAMESPACE}:organizationId`;
  const key = `${NAMESPACE}:permissions`;
  const append = (index: number, name: string) => `pulumi config set --path '${key}[${index}]' ${name}`;
  test.each([
    ['["vso.code_write"]', [append(1, "vso.profile")]],
    ['["User.Read"]', [append(1, "vso.code_write"), append(2, "vso.profile")]],
    ['["vso.profile","user_impersonation"]', [append(2, "vso.code_write")]],
  ])("%s lacks what Gitpod Classic always asks for: the commands append it", (text, commands) => {
    const config = { "gitpod:host": "gitpod.example.com", "azuread:tenantId": UUID, [ORGANIZATION]: UUID, [key]: text };
    let error: unknown;
    try {
      parseSettings(config, {});
    } catch (thrown) {
      error = thrown;
    }
    const found = (error as SettingsError).problems;
    expect(found.map(({ fix }) => fix)).toEqual(commands);
    for (const { message } of found) expect(message).toContain("is missing: Gitpod Classic always asks for it");
  });
});
