import { issuerUrl } from "../../../../components/entra/endpoints.ts";
import { ONA } from "../../../../platforms/ona.ts";
import type { PlatformUnderTest } from "./platformUnderTest.ts";

export const ONA_UNDER_TEST: PlatformUnderTest = {
  name: ONA.displayName,
  type: ONA.integrationType,
  cloud: "ona",
  program: "scmIntegrationOnly.ts",
  tokenSetting: "gitpod:onaToken",
  tokenVariable: "ONA_TOKEN",
  urlSetting: "gitpod:onaApiUrl",
  placeSetting: "gitpod-azure-devops:runnerId",
  apiPath: "/api",
  calls: {
    create: "CreateSCMIntegration",
    read: "GetSCMIntegration",
    list: "ListSCMIntegrations",
    update: "UpdateSCMIntegration",
    delete: "DeleteSCMIntegration",
  },
  // Deleting it would delete the sign-ins of all people.
  replacement: "same",
  shown: ["clientId", "issuerUrl"],
  renewalCosts: undefined,
  otherApp: "and another app (client id ",
  // Its runner validates the integration.
  ownQuestions: 1,
  origin: ({ ona }) => ona.origin,
  token: ({ ona }) => ona.token,
  restoreToken: ({ ona }) => {
    ona.access.addToken({}, ona.token);
  },
  weakenToken: ({ ona }) => ona.access.tokens.change(ona.token, { readOnly: true }),
  strengthenToken: ({ ona }) => ona.access.tokens.change(ona.token, { readOnly: false }),
  weakToken: /gitpod:onaToken is read-only\. .*make a new personal access token in Ona/,
  settings: ({ ona, entra }, { appId }) => ({
    "test:runnerId": ona.runnerId,
    "test:issuerUrl": issuerUrl(entra.authorityHost, entra.tenantId),
    "test:clientId": appId,
  }),
  entraSetting: "test:issuerUrl",
  entraUrl: issuerUrl,
  changeable: "test:pat",
  changes: () => ["false", "true"],
  stackSettings: (sandbox) => sandbox.onaSettings(),
  entry: ({ ona }) => ({ platform: ONA.name, runnerId: ona.runnerId }),
  address: ({ ona }) => ({ "gitpod:onaApiUrl": ona.apiUrl }),
  respelled: ({ ona }) => ({ "gitpod:onaApiUrl": `${ona.origin.toUpperCase()}/api/` }),
  mistyped: { "gitpod:onaApiUrl": "http://localhost:1/api" },
  mistypedAdvice: () => /Check gitpod:onaApiUrl.*Then run a plain `pulumi up` first/s,
  formerToken: false,
  leftThere: ({ ona }) => `is still on runner ${ona.runnerId}`,
  takeOver: "UpdateSCMIntegration",
  redirectUri: ({ ona }) => ona.runners.get(ona.runnerId)?.callbackUrl ?? "",
  stored: ({ ona }) =>
    ona.integrations.list().map(({ id, host, oauth, pat }) => {
      return { id, host, pat, clientId: oauth?.clientId, issuerUrl: oauth?.issuerUrl };
    }),
  record: ({ ona }, id) => {
    const integration = ona.integrations.get(id);
    return integration && { ...integration, signIns: ona.signIns.of(ona.access.userId, integration) };
  },
  secret: async ({ ona }, id) => {
    const { oauth, runnerId } = ona.integrations.get(id) ?? {};
    return oauth && ona.runners.get(runnerId ?? "")?.decrypt(oauth.encryptedClientSecret);
  },
  modify: ({ ona }, id, change) => {
    const before = ona.integrations.get(id)?.oauth;
    if (before === undefined) throw new Error(`integration ${id} has no app`);
    ona.integrations.update(id, { oauth: { ...before, ...change } });
  },
  async changeSecret({ ona }, id) {
    const { oauth, runnerId = "" } = ona.integrations.get(id) ?? {};
    const encryptedClientSecret = await ona.runners.get(runnerId)?.encrypt("made-by-hand");
    if (oauth && encryptedClientSecret) ona.integrations.update(id, { oauth: { ...oauth, encryptedClientSecret } });
  },
  remove: ({ ona }, id) => ona.integrations.remove(id),
  async addByHand({ ona, entra }, host = "dev.azure.com", app = { clientId: "by-hand", clientSecret: "made-by-hand" }) {
    const { runnerId, runners, integrations } = ona;
    const encryptedClientSecret = await runners.find(runnerId).encrypt(app.clientSecret);
    const issuer = issuerUrl(entra.authorityHost, entra.tenantId);
    const oauth = { clientId: app.clientId, encryptedClientSecret, issuerUrl: issuer };
    return integrations.create({ runnerId, scmId: "azuredevops_entra", host, pat: false, oauth }).id;
  },
  use: ({ ona }, id) => {
    const integration = ona.integrations.get(id);
    if (integration === undefined) throw new Error(`there is no integration ${id}`);
    const { runnerId, host } = integration;
    ona.signIns.add({ personId: ona.access.userId, runnerId, host, kind: "oauth" });
  },
  link: ({ ona }, host) => `${ona.origin}/runners/${ona.runnerId}/oauth/authorize?host=${encodeURIComponent(host)}`,
  refused: ({ problems }) => {
    const found = (problems as { field: string; message: string }[]).find(({ field }) => field === "clientSecret");
    return found?.message;
  },
  refusal: {
    state: () => /^AADSTS7000215: /,
    preview: "is not valid, so people may not be able to connect: oauth: AADSTS7000215",
    finding: "not-valid",
  },
  mayLook: ({ ona }, allowed) => {
    for (const runner of ona.runners.list()) runner.hidden = !allowed;
  },
  notSeen: /runner not found/,
  reach: ({ ona }, host, reachable = true) => {
    for (const { reachableHosts } of ona.runners.list()) {
      if (reachable) reachableHosts.add(host);
      else reachableHosts.delete(host);
    }
  },
};
