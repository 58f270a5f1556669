import { type Resource, type ResourceRule, resourceRule, UNKNOWN } from "./rule.ts";

const APPLICATION = "azuread:index/application:Application";
const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
const TENANT_CONSENT =
  "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
const ROTATION = "gitpod:index:Rotation";
const CALLBACK = "/auth/callback";
const DAY = 86_400_000;
const NO_END = Number.POSITIVE_INFINITY;
const SET = "pulumi config set gitpod-azure-devops:";

type NoConfig = Record<never, never>;

/** Ids of the delegated permissions that Gitpod can use, the same in every tenant. */
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
  types: [APPLICATION],
  config: {},
  check: ({ properties: { signInAudience = "AzureADMyOrg" } }) =>
    signInAudience === "AzureADMyOrg" || signInAudience === UNKNOWN
      ? []
      : [`signInAudience is ${show(signInAudience)}, which lets other accounts in: write AzureADMyOrg.`],
});

const secretLifetime = resourceRule<{ maxDays: number }>({
  name: "secret-lifetime",
  description: "A client secret must end within half a year.",
  level: "mandatory",
  types: [PASSWORD, ROTATION],
  config: {
    maxDays: { type: "integer", minimum: 1, default: 180, description: "The longest lifetime allowed, in days." },
  },
  check({ type, properties }, { maxDays }, { now }) {
    const days = type === ROTATION ? (properties.lifetimeDays ?? 180) : passwordDays(properties, now);
    if (typeof days !== "number" || days <= maxDays) return [];
    const found =
      days === NO_END ? "has no end date, for which Entra gives it two years" : `is valid for ${Math.ceil(days)} days`;
    return [`The client secret ${found}; ${maxDays} days are allowed: ${SET}secretLifetimeDays ${maxDays}`];
  },
});

const redirectUris = resourceRule<{ hosts: string[] }>({
  name: "redirect-uris",
  description: "Entra may send authorization codes only to Gitpod, over https.",
  level: "mandatory",
  types: [APPLICATION],
  config: {
    hosts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Hosts of Gitpod installations, such as gitpod.example.com. Empty: the one that gitpod:host names.",
    },
  },
  check({ properties }, { hosts }, { gitpodHost }) {
    const allowed = hosts.length > 0 || gitpodHost === undefined ? hosts : [gitpodHost];
    const mend = `${SET}redirectUri https://${allowed[0] ?? "<gitpod-host>"}${CALLBACK}`;
    return texts(record(properties.web).redirectUris).flatMap((uri) => {
      const problem = redirectProblem(uri, allowed);
      return problem === undefined ? [] : [`The redirect URI ${uri} ${problem}: ${mend}`];
    });
  },
});

const noImplicitGrant = resourceRule<NoConfig>({
  name: "no-implicit-grant",
  description: "Entra must issue no token in a URL (OAuth 2.0 implicit grant).",
  level: "mandatory",
  types: [APPLICATION],
  config: {},
  check: ({ properties }) =>
    ["accessTokenIssuanceEnabled", "idTokenIssuanceEnabled"]
      .filter((name) => record(record(properties.web).implicitGrant)[name] === true)
      .map((name) => `web.implicitGrant.${name} is true: write false, or leave it out.`),
});

const noPublicClient = resourceRule<NoConfig>({
  name: "no-public-client",
  description: "Nobody may get a token without the client secret.",
  level: "mandatory",
  types: [APPLICATION],
  config: {},
  check({ properties }) {
    const flows = properties.fallbackPublicClientEnabled === true ? ["fallbackPublicClientEnabled is true"] : [];
    const platforms = ["publicClient", "singlePageApplication"]
      .filter((name) => texts(record(properties[name]).redirectUris).length > 0)
      .map((name) => `${name}.redirectUris are set`);
    return [...flows, ...platforms].map((found) => `${found}: leave that out; Gitpod uses the platform Web.`);
  },
});

const permissions = resourceRule<{ allowed: string[] }>({
  name: "permissions",
  description: "The app may ask for no permission that Gitpod does not need.",
  level: "mandatory",
  types: [APPLICATION],
  config: {
    allowed: {
      type: "array",
      items: { type: "string" },
      default: ["vso.code_write", "vso.profile", "User.Read"],
      description: `Delegated permissions that are allowed: ${Object.keys(PERMISSION_IDS).join(", ")}, or ids of others.`,
    },
  },
  check({ properties }, { allowed }) {
    const ids = allowed.map((name) => PERMISSION_IDS[name] ?? name.toLowerCase());
    return records(properties.requiredResourceAccesses)
      .flatMap(({ resourceAccesses }) => records(resourceAccesses))
      .filter(({ id, type }) => type === "Role" || (typeof id === "string" && !ids.includes(id.toLowerCase())))
      .map(
        ({ id, type }) =>
          `The app asks for ${permissionName(id, type)}, and may ask for ${allowed.join(", ")}: ` +
          "pulumi config rm gitpod-azure-devops:permissions",
      );
  },
});

const owners = resourceRule<NoConfig>({
  name: "owners",
  description: "The app should have an owner, who can be asked about it.",
  level: "advisory",
  types: [APPLICATION],
  config: {},
  check: ({ properties }) =>
    properties.owners === UNKNOWN || (Array.isArray(properties.owners) && properties.owners.length > 0)
      ? []
      : ["The app has no owner: pulumi config set --path 'gitpod-azure-devops:owners[0]' <object-id>"],
});

const noTenantConsent = resourceRule<NoConfig>({
  name: "no-tenant-consent",
  description: "People consent for themselves, and nobody for all of them.",
  level: "mandatory",
  types: [TENANT_CONSENT],
  config: {},
  check: ({ properties }) =>
    properties.userObjectId !== undefined
      ? []
      : [
          `This consents for everybody in the tenant: ${SET}adminConsent false. ` +
            'Where that is allowed, configure the pack with "no-tenant-consent": "disabled".',
        ],
});

/** Rules that judge a resource by itself. */
export const RESOURCE_RULES: readonly ResourceRule[] = [
  singleTenant,
  secretLifetime,
  redirectUris,
  noImplicitGrant,
  noPublicClient,
  permissions,
  owners,
  noTenantConsent,
];

function redirectProblem(uri: string, hosts: readonly string[]): string | undefined {
  if (!URL.canParse(uri)) return "is no URL";
  const { protocol, host, hostname, pathname, search } = new URL(uri);
  const loopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && loopback)) return "is not https (http: loopback only)";
  if (`${pathname}${search}` !== CALLBACK) return `does not end with ${CALLBACK}`;
  if (hosts.length > 0 && !hosts.includes(host)) return `is not at ${hosts.join(" or ")}`;
  return undefined;
}

/** How long a client secret is valid; undefined where a preview cannot know. */
function passwordDays({ startDate, endDate }: Resource["properties"], now: Date): number | undefined {
  if (endDate === undefined) return NO_END;
  if (typeof endDate !== "string") return undefined;
  const start = typeof startDate === "string" ? Date.parse(startDate) : now.getTime();
  return (Date.parse(endDate) - start) / DAY;
}

function permissionName(id: unknown, type: unknown): string {
  const [name = id] = Object.entries(PERMISSION_IDS).find(([, known]) => known === id) ?? [];
  return type === "Role" ? `the application permission ${show(name)}` : `the permission ${show(name)}`;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "unknown");
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
