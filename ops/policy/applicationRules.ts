import { type NoConfig, type Resource, type ResourceRule, resourceRule, UNKNOWN } from "./rule.ts";
import {
  API_ACCESS,
  APPLICATION,
  FALLBACK,
  kindOf,
  PART,
  REDIRECT_URIS,
  REGISTRATION,
  ROLE_ASSIGNMENT,
  TENANT_CONSENT,
} from "./types.ts";
import { record, records, show, texts } from "./values.ts";

/** Without a namespace: it is the name of the project, which a copy may have changed. */
const SET = "pulumi config set ";

/** Ids of the delegated permissions that Gitpod Classic and Ona can use. They are the same in every tenant. */
const PERMISSION_IDS: Readonly<Record<string, string>> = {
  "vso.code": "b325850d-aa53-41ed-b77a-c5036b2f39fa",
  "vso.code_write": "028ffaf1-6f06-490a-979e-38011f92fb7c",
  "vso.profile": "4ee63f9b-9e65-476c-a487-9fea1e00c7ef",
  user_impersonation: "ee69721e-6c3a-468f-a9ec-302d16a4c599",
  openid: "37f7f235-527c-4136-accd-4a02d197296e",
  offline_access: "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
  "User.Read": "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
};

const singleTenant = resourceRule<NoConfig>({
  name: "single-tenant",
  description: "Only accounts of the tenant may sign in to the app.",
  level: "mandatory",
  types: [APPLICATION, REGISTRATION],
  config: {},
  check: ({ properties: { signInAudience = "AzureADMyOrg" } }) =>
    signInAudience === "AzureADMyOrg" || signInAudience === UNKNOWN
      ? []
      : [`signInAudience is ${show(signInAudience)}, which lets other accounts sign in: set it to AzureADMyOrg.`],
});

const noImplicitGrant = resourceRule<NoConfig>({
  name: "no-implicit-grant",
  description: "Entra must not issue access tokens in a URL (OAuth 2.0 implicit grant).",
  level: "mandatory",
  types: [APPLICATION, REGISTRATION],
  config: {},
  check({ properties }) {
    const grant = record(record(properties.web).implicitGrant);
    const found = [
      ["web.implicitGrant.accessTokenIssuanceEnabled", grant.accessTokenIssuanceEnabled],
      ["implicitAccessTokenIssuanceEnabled", properties.implicitAccessTokenIssuanceEnabled],
    ].filter(([, value]) => value === true);
    return found.map(([name]) => `${name} is true: set it to false, or remove it.`);
  },
});

const noPublicClient = resourceRule<NoConfig>({
  name: "no-public-client",
  description: "Nobody may get a token without the client secret.",
  level: "mandatory",
  types: [APPLICATION, FALLBACK, REDIRECT_URIS],
  config: {},
  check({ type, properties }) {
    const platforms = ["publicClient", "singlePageApplication"]
      .filter((name) => texts(record(properties[name]).redirectUris).length > 0)
      .map((name) => `${name}.redirectUris are set`);
    const found = [
      ...(properties.fallbackPublicClientEnabled === true ? ["fallbackPublicClientEnabled is true"] : []),
      ...(type === FALLBACK && properties.enabled === true ? ["enabled is true"] : []),
      ...(type === REDIRECT_URIS && properties.type !== "Web" ? [`type is ${show(properties.type)}`] : []),
      ...platforms,
    ];
    return found.map((what) => `${what}: remove it; Gitpod Classic and Ona use the platform Web.`);
  },
});

const permissions = resourceRule<{ allowed: string[] }>({
  name: "permissions",
  description: "The app may request only permissions that Gitpod Classic or Ona needs.",
  level: "mandatory",
  types: [APPLICATION, API_ACCESS, ROLE_ASSIGNMENT],
  config: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: ["vso.code", "vso.code_write", "vso.profile", "openid", "offline_access", "User.Read"],
      description: `Allowed delegated permissions: ${Object.keys(PERMISSION_IDS).join(", ")}, or ids of others.`,
    },
  },
  check({ type: resourceType, properties }, { allowed }) {
    const ids = allowed.map((name) => PERMISSION_IDS[name] ?? name.toLowerCase());
    return requestedPermissions(resourceType, properties)
      .filter(({ id, type }) => type === "Role" || (typeof id === "string" && !ids.includes(id.toLowerCase())))
      .map(
        ({ id, type }) =>
          `The app requests ${permissionName(id, type)}, but may only request ${allowed.join(", ")}: ` +
          "pulumi config rm permissions",
      );
  },
});

const owners = resourceRule<NoConfig>({
  name: "owners",
  description: "The app should have an owner as a contact.",
  level: "advisory",
  types: [APPLICATION],
  config: {},
  check: ({ properties }) =>
    properties.owners === UNKNOWN || (Array.isArray(properties.owners) && properties.owners.length > 0)
      ? []
      : ["The app has no owner: pulumi config set --path 'owners[0]' <object-id>"],
});

const noTenantConsent = resourceRule<NoConfig>({
  name: "no-tenant-consent",
  description: "People must consent for themselves; nobody may consent for everyone.",
  level: "mandatory",
  types: [TENANT_CONSENT],
  config: {},
  check: ({ properties }) =>
    properties.userObjectId !== undefined
      ? []
      : [
          `This consents for everyone in the tenant: ${SET}adminConsent false. ` +
            'To allow it, configure the pack with "no-tenant-consent": "disabled".',
        ],
});

const wholeApplication = resourceRule<NoConfig>({
  name: "whole-application",
  description: "All properties of the app must be in its azuread.Application, where they are reviewed and checked.",
  level: "mandatory",
  types: [PART],
  config: {},
  check: ({ type }) => [
    `${kindOf(type)} changes the app outside its azuread.Application: set the property there instead.`,
  ],
});

export const APPLICATION_RULES: readonly ResourceRule[] = [
  singleTenant,
  noImplicitGrant,
  noPublicClient,
  permissions,
  owners,
  noTenantConsent,
  wholeApplication,
];

/** The permissions that a resource requests or grants. */
function requestedPermissions(
  type: string,
  properties: Resource["properties"],
): readonly { id?: unknown; type?: unknown }[] {
  if (type === ROLE_ASSIGNMENT) return [{ id: properties.appRoleId, type: "Role" }];
  return [
    ...records(properties.requiredResourceAccesses).flatMap(({ resourceAccesses }) => records(resourceAccesses)),
    ...texts(properties.scopeIds).map((id) => ({ id, type: "Scope" })),
    ...texts(properties.roleIds).map((id) => ({ id, type: "Role" })),
  ];
}

function permissionName(id: unknown, type: unknown): string {
  const [name = id] = Object.entries(PERMISSION_IDS).find(([, known]) => known === id) ?? [];
  return type === "Role" ? `the application permission ${show(name)}` : `the permission ${show(name)}`;
}
