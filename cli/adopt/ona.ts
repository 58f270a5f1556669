import { issuerUrl as issuerOf, PUBLIC_AUTHORITY_HOST } from "../../components/entra/endpoints.ts";
import { AZURE_DEVOPS_SERVICES } from "../../platforms/azureDevOpsHost.ts";
import { ONA, type ScmId } from "../../platforms/ona.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { tokenUrlOf } from "../../provider/entra/tokenEndpoint.ts";
import { OnaApi } from "../../provider/ona/api.ts";
import { explainCall } from "../../provider/ona/explain.ts";
import type { ScmIntegration } from "../../provider/ona/types.ts";
import { onaSetup } from "../setup/ona.ts";
import { ONA_TOKEN } from "../setup/settings/ona.ts";
import { AUTHORITY } from "../setup/settings.ts";
import { apiOptionsOf } from "./api.ts";
import type { FoundIntegration, PlatformAdoption } from "./platform.ts";
import { kept, own, PROVIDER_HOST } from "./settings.ts";

/** The only kind of Azure DevOps for which Ona signs people in by Entra. */
const BY_ENTRA: ScmId = "azuredevops_entra";
const ISSUER = own("issuerUrl");

/** The integration of a runner of Ona. People connect once each; taking it over deletes no sign-in. */
export const onaAdoption: PlatformAdoption = {
  platform: ONA,
  async find(config, runnerId, context) {
    const api = new OnaApi(apiOptionsOf(config, onaSetup.apiAddress(config), config[ONA_TOKEN]));
    try {
      const [own, offer] = await Promise.all([
        ownIntegrations(api, runnerId, context),
        api.offer(runnerId, BY_ENTRA, context),
      ]);
      return own.flatMap((each) => found(each, offer?.callbackUrl));
    } catch (error) {
      throw explainCall(error, `list the integrations of runner ${runnerId}`);
    }
  },
  withSettings(config, { host, endpoints }, _, tenantId) {
    const issuer = issuerOf(config[AUTHORITY] || PUBLIC_AUTHORITY_HOST, tenantId);
    return kept(kept(config, PROVIDER_HOST, host, AZURE_DEVOPS_SERVICES), ISSUER, endpoints.issuerUrl ?? "", issuer);
  },
  signInSettings: [ISSUER],
  endpoints({ first, authorityHost, tenantId }) {
    const own = first?.platform === "ona" ? first.issuerUrl : undefined;
    return { issuerUrl: own ?? issuerOf(authorityHost, tenantId) };
  },
  redirectUris: (_, { redirectUris }) => redirectUris,
  costOfChange: "after which people connect again",
  costOfNewSecret: "Ona gets it, and people stay signed in",
};

/** A list also shows what a runner manager passes on, which only that manager's runner can change. */
async function ownIntegrations(api: OnaApi, runnerId: string, context: CallContext): Promise<ScmIntegration[]> {
  const listed = (await api.list(runnerId, context)).filter(({ scmId }) => scmId === BY_ENTRA);
  const own = await Promise.all(listed.map(({ id }) => api.get(id, context)));
  return own.filter((each) => each?.runnerId === runnerId) as ScmIntegration[];
}

/** Without an app, people use tokens of their own, and there is nothing to take over. */
function found(integration: ScmIntegration, callbackUrl: string | undefined): FoundIntegration[] {
  const { id, host, runnerId, clientId, issuerUrl = "" } = integration;
  if (clientId === undefined) return [];
  return [
    {
      id,
      host: host.toLowerCase(),
      clientId,
      standing: integration.pat ? "people may use tokens of their own too" : "by Entra only",
      endpoints: { issuerUrl },
      tokenUrl: tokenUrlOf(issuerUrl),
      redirectUris: callbackUrl === undefined ? [] : [callbackUrl],
      lookups: new Map([[ONA.lookup.type, `${runnerId}/${BY_ENTRA}`]]),
    },
  ];
}
