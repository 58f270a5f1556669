import { oauthEndpoints } from "../../components/entra/endpoints.ts";
import { AZURE_DEVOPS_SERVICES } from "../../platforms/azureDevOpsHost.ts";
import { CLASSIC } from "../../platforms/classic.ts";
import { ConnectIntegrationApi } from "../../provider/classic/connectIntegrationApi.ts";
import { explainCall } from "../../provider/classic/explain.ts";
import { AZURE_DEVOPS_TYPE } from "../../provider/classic/mapping.ts";
import { classicSetup } from "../setup/classic.ts";
import { HOST, TOKEN } from "../setup/settings/classic.ts";
import { apiOptionsOf } from "./api.ts";
import type { PlatformAdoption } from "./platform.ts";
import { kept, own, PROVIDER_HOST } from "./settings.ts";

const REDIRECT_URI = own("redirectUri");

/** The integration of an organization of Gitpod Classic. */
export const classicAdoption: PlatformAdoption = {
  platform: CLASSIC,
  async find(config, organizationId, context) {
    const api = new ConnectIntegrationApi(apiOptionsOf(config, classicSetup.apiAddress(config), config[TOKEN]));
    const all = await api.list(organizationId, context).catch((error: unknown) => {
      throw explainCall(error, `list the integrations of organization ${organizationId}`);
    });
    const ours = all.filter(({ type }) => type === AZURE_DEVOPS_TYPE);
    return ours.map(({ id, host, clientId, authorizationUrl, tokenUrl, verified }) => ({
      id,
      host: host.toLowerCase(),
      clientId,
      standing: verified ? "active" : "not activated",
      endpoints: { authorizationUrl, tokenUrl },
      tokenUrl,
      redirectUris: [],
      lookups: new Map(),
    }));
  },
  withSettings(config, { host }, { web }) {
    const withHost = kept(config, PROVIDER_HOST, host, AZURE_DEVOPS_SERVICES);
    const [only, ...more] = web.redirectUris;
    const usual = CLASSIC.redirectUri(config[HOST] ?? "");
    // The setting takes one. Where there are several, the usual one is what Gitpod sends.
    const missing = more.length > 0 || only === undefined;
    return missing ? withHost : kept(withHost, REDIRECT_URI, only, usual);
  },
  signInSettings: [],
  endpoints: ({ authorityHost, tenantId }) => ({ ...oauthEndpoints(authorityHost, tenantId) }),
  redirectUris: ({ redirectUri }) => [redirectUri],
  costOfChange: "which ends the activation: an owner has to activate the integration again",
  costOfNewSecret: "Gitpod gets it, and an owner of the organization then has to activate the integration again",
};
