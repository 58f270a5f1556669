import { expect, test } from "@jest/globals";
import { classicAdoption } from "../../../cli/adopt/classic.ts";
import { compare } from "../../../cli/adopt/compare.ts";
import type { Found } from "../../../cli/adopt/find.ts";
import { parseSettings } from "../../../stack/settings.ts";
import { application, found, integration, OWNER, permissions, TENANT } from "./support/found.ts";

const CONFIG = {
  "gitpod:host": "gitpod.example.com",
  "gitpod-azure-devops:organizationId": "77777777-7777-4777-8777-777777777777",
  "azuread:tenantId": TENANT,
};
const GRAPH = "00000003-0000-0000-c000-000000000000";

/** What differs, as `property: now -> wanted`. */
function differences(given: Partial<Found>): string[] {
  const rows = compare(classicAdoption, found(given), parseSettings(CONFIG, {}), CONFIG);
  return rows.filter(({ differs }) => differs).map(({ property, now, wanted }) => `${property}: ${now} -> ${wanted}`);
}
const app = (changes: Parameters<typeof application>[0]) => ({ application: application(changes) });

test("what the program would make in the same way shows what people look for, and no difference", () => {
  const rows = compare(classicAdoption, found(), parseSettings(CONFIG, {}), CONFIG);
  expect(rows.map(({ property }) => property)).toEqual([
    "host",
    "client id",
    "name",
    "redirect URIs",
    "permissions",
    "owners",
  ]);
  expect(differences({})).toEqual([]);
});

const ALL = [...permissions(["vso.code_write", "vso.profile"]), ...permissions(["User.Read"])];
const REVERSED = ALL.map((api) => ({ ...api, resourceAccess: [...api.resourceAccess].reverse() }));
const { web } = application();
const usual = web.redirectUris[0];
const second = "https://second.example.com/auth/callback";

test.each<[string, Partial<Found>, string[]]>([
  [
    "a second redirect URI",
    app({ web: { ...web, redirectUris: [usual ?? "", second] } }),
    [`redirect URIs: ${usual}, ${second} -> ${usual}`],
  ],
  [
    "a permission that no setting can keep",
    app({ requiredResourceAccess: [...ALL, { resourceAppId: GRAPH, resourceAccess: [{ id: "x", type: "Role" }] }] }),
    [
      `permissions: vso.code_write, vso.profile, User.Read, ${GRAPH}/x (role) -> vso.code_write, vso.profile, User.Read`,
    ],
  ],
  [
    "another order of the permissions",
    app({ requiredResourceAccess: REVERSED }),
    ["permissions: vso.code_write, vso.profile, User.Read -> vso.code_write, vso.profile, User.Read"],
  ],
  [
    "accounts of other tenants",
    app({ signInAudience: "AzureADMultipleOrgs" }),
    ["accounts: AzureADMultipleOrgs -> AzureADMyOrg"],
  ],
  ["an app role", app({ appRoles: [{}] }), ["app roles: 1 -> "]],
  ["an owner", { owners: [OWNER] }, [`owners: ${OWNER} -> `]],
  ["no service principal", { principal: undefined }, ["object:  -> a new one"]],
  [
    "endpoints of version 1",
    { integration: integration({ endpoints: { tokenUrl: "https://login.microsoftonline.com/t/oauth2/token" } }) },
    [
      `tokenUrl: https://login.microsoftonline.com/t/oauth2/token -> https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    ],
  ],
])("%s shows as a difference", (_, given, wanted) => {
  expect(differences(given)).toEqual(wanted);
});

test("that people need an assignment today, and would need none, shows as a difference", () => {
  const { principal } = found();
  if (principal === undefined) throw new Error("there is a service principal");
  const required = { ...principal, appRoleAssignmentRequired: true };
  expect(differences({ principal: required })).toEqual(["assignment required: on -> off"]);
});
