import { oauthEndpoints } from "../../../../components/entra/endpoints.ts";
import { activationUrl, CLASSIC } from "../../../../platforms/classic.ts";
import type { StoredIntegration } from "../../../../sandbox/index.ts";
import type { PlatformUnderTest } from "./platformUnderTest.ts";

const AZURE_DEVOPS = 5;

const tokenUrl = (authorityHost: string, tenant: string) => oauthEndpoints(authorityHost, tenant).tokenUrl;

export const CLASSIC_UNDER_TEST: PlatformUnderTest = {
  name: CLASSIC.displayName,
  type: CLASSIC.integrationType,
  cloud: "gitpod",
  program: "integrationOnly.ts",
  tokenSetting: "gitpod:token",
  tokenVariable: "GITPOD_TOKEN",
  urlSetting: "gitpod:apiUrl",
  placeSetting: "gitpod-azure-devops:organizationId",
  apiPath: "/public-api",
  calls: {
    create: "CreateAuthProvider",
    read: "GetAuthProvider",
    list: "ListAuthProviders",
    update: "UpdateAuthProvider",
    delete: "DeleteAuthProvider",
  },
  replacement: "new",
  shown: ["clientId", "authorizationUrl", "tokenUrl"],
  renewalCosts: "an organization owner has activated it again",
  otherApp: "and another client id",
  ownQuestions: 0,
  origin: ({ gitpod }) => gitpod.origin,
  token: ({ gitpod }) => gitpod.token,
  restoreToken: ({ gitpod }) => gitpod.installation.setToken(gitpod.token),
  weakenToken: ({ gitpod }) => gitpod.installation.setRole(gitpod.organizationId, "member"),
  strengthenToken: ({ gitpod }) => gitpod.installation.setRole(gitpod.organizationId, "owner"),
  weakToken: /is a member of organization \S+, and only an owner may manage integrations/,
  settings: ({ gitpod, entra }, { appId }) => ({
    "test:organizationId": gitpod.organizationId,
    "test:authorizationUrl": oauthEndpoints(entra.authorityHost, entra.tenantId).authorizationUrl,
    "test:tokenUrl": tokenUrl(entra.authorityHost, entra.tenantId),
    "test:clientId": appId,
  }),
  entraSetting: "test:tokenUrl",
  entraUrl: tokenUrl,
  changeable: "test:tokenUrl",
  changes: ({ entra: { authorityHost, tenantId, directory } }) => [
    tokenUrl(authorityHost, tenantId),
    tokenUrl(authorityHost, directory.domain),
  ],
  stackSettings: (sandbox) => sandbox.settings(),
  entry: ({ gitpod }) => ({ organizationId: gitpod.organizationId }),
  address: ({ gitpod }) => ({ "gitpod:host": gitpod.host, "gitpod:apiUrl": gitpod.apiUrl }),
  respelled: ({ gitpod }) => ({ "gitpod:host": gitpod.host.toUpperCase() }),
  mistyped: { "gitpod:host": "localhost:1", "gitpod:apiUrl": "http://localhost:1" },
  mistypedAdvice: ({ gitpod }) => new RegExp(`Set gitpod:host to ${gitpod.host} and run \`pulumi up\``),
  formerToken: true,
  leftThere: ({ gitpod }) => `is still at ${gitpod.host}: its token is not known here`,
  takeOver: "CreateAuthProvider",
  redirectUri: ({ gitpod }) => CLASSIC.redirectUri(gitpod.host),
  stored: ({ gitpod }) =>
    gitpod.integrations.list().map(({ id, host, clientId, authorizationUrl, tokenUrl, verified }) => {
      return { id, host, clientId, authorizationUrl, tokenUrl, verified };
    }),
  record: ({ gitpod }, id) => gitpod.integrations.get(id),
  secret: async ({ gitpod }, id) => gitpod.integrations.get(id)?.clientSecret,
  modify: ({ gitpod }, id, change) => {
    gitpod.integrations.modify(id, change as Partial<StoredIntegration>);
  },
  remove: ({ gitpod }, id) => {
    gitpod.integrations.remove(id);
  },
  async addByHand(
    { gitpod, entra },
    host = "dev.azure.com",
    app = { clientId: "by-hand", clientSecret: "made-by-hand" },
  ) {
    const { organizationId, integrations } = gitpod;
    const urls = oauthEndpoints(entra.authorityHost, entra.tenantId);
    return integrations.create({ organizationId, type: AZURE_DEVOPS, host, ...urls, ...app }).id;
  },
  use: ({ gitpod }, id) => {
    gitpod.integrations.modify(id, { verified: true });
  },
  link: ({ gitpod }, host) => activationUrl(gitpod.host, host, CLASSIC.scopes),
  refused: ({ refusedSince }) => refusedSince,
  refusal: {
    state: () => new RegExp(`^${new Date().toISOString().slice(0, 10)}T[0-9:]{8}Z$`),
    preview: "Entra refuses the client secret that Gitpod has",
    finding: "secret-refused",
  },
  mayLook: ({ gitpod: { installation, organizationId } }, allowed) => {
    if (allowed) installation.setRole(organizationId, "owner");
    else installation.removeOrganization(organizationId);
  },
  notSeen: /Organization \S+ not found/,
  reach: ({ gitpod }, host, reachable) => gitpod.installation.setReachable(host, reachable),
};
