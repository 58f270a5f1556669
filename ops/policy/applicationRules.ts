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

const CALLBACK = "/auth/callback";
/** Without a namespace: it is the name of the project, which a copy may have changed. */
const SET = "pulumi config set ";

/** Ids of the delegated permissions that Gitpod can use. They are the same in every tenant. */
const PERMISSION_IDS: Readonly<Record<string, string>> = {
  "vso.code": "b325850d-aa53-41ed-b77a-c5036b2f39fa",
  "vso.code_write": "028ffaf1-6f06-490a-979e-38011f92fb7c",
  "vso.profile": "4ee63f9b-9e65-476c-a487-9fea1e00c7ef",
  user_impersonation: "ee69721e-6c3a-468f-a9ec-302d16a4c599",
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

const redirectUris = resourceRule<{ hosts: string[] }>({
  name: "redirect-uris",
  description: "Entra may send authorization codes only to Gitpod, over https.",
  level: "mandatory",
  types: [APPLICATION, REDIRECT_URIS],
  config: {
    hosts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Hosts of Gitpod installations, such as gitpod.example.com. Default: the host in gitpod:host.",
    },
  },
  check({ properties }, { hosts }, { gitpodHost }) {
    const allowed = hosts.length > 0 || gitpodHost === undefined ? hosts : [gitpodHost];
    const fix = `${SET}redirectUri https://${allowed[0] ?? "<gitpod-host>"}${CALLBACK}`;
    return [...texts(record(properties.web).redirectUris), ...texts(properties.redirectUris)].flatMap((uri) => {
      const problem = redirectProblem(uri, allowed);
      return problem === undefined ? [] : [`The redirect URI ${uri} ${problem}: ${fix}`];
    });
  },
});

const noImplicitGrant = resourceRule<NoConfig>({
  name: "no-implicit-grant",
  description: "Entra must not issue tokens in a URL (OAuth 2.0 implicit grant).",
  level: "mandatory",
  types: [APPLICATION, REGISTRATION],
  config: {},
  check({ properties }) {
    const grant = record(record(properties.web).implicitGrant);
    const found = [
      ["web.implicitGrant.accessTokenIssuanceEnabled", grant.accessTokenIssuanceEnabled],
      ["web.implicitGrant.idTokenIssuanceEnabled", grant.idTokenIssuanceEnabled],
      ["implicitAccessTokenIssuanceEnabled", properties.implicitAccessTokenIssuanceEnabled],
      ["implicitIdTokenIssuanceEnabled", properties.implicitIdTokenIssuanceEnabled],
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
    return found.map((what) => `${what}: remove it; Gitpod uses the platform Web.`);
  },
});

const permissions = resourceRule<{ allowed: string[] }>({
  name: "permissions",
  description: "The app may request only permissions that Gitpod needs.",
  level: "mandatory",
  types: [APPLICATION, API_ACCESS, ROLE_ASSIGNMENT],
  config: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: ["vso.code_write", "vso.profile", "User.Read"],
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
  redirectUris,
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

function redirectProblem(uri: string, hosts: readonly string[]): string | undefined {
  if (!URL.canParse(uri)) return "is not a URL";
  const { protocol, host, hostname, pathname, search } = new URL(uri);
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && loopback)) return "is not https (http: loopback only)";
  if (`${pathname}${search}` !== CALLBACK) return `does not end with ${CALLBACK}`;
  if (hosts.length > 0 && !hosts.includes(host)) return `is not at ${hosts.join(" or ")}`;
  return undefined;
}

function permissionName(id: unknown, type: unknown): string {
  const [name = id] = Object.entries(PERMISSION_IDS).find(([, known]) => known === id) ?? [];
  return type === "Role" ? `the application permission ${show(name)}` : `the permission ${show(name)}`;
}
