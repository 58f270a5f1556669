import { z } from "zod";
import type { CallContext } from "../../provider/connect/retry.ts";
import { requestJson } from "./request.ts";

/** Where an Azure cloud has sign-in and Microsoft Graph; without a slash at the end. */
export interface Cloud {
  readonly loginUrl: string;
  readonly graphUrl: string;
}

/** By the names that the azuread provider's setting `environment` takes. */
const CLOUDS: Readonly<Record<string, Cloud>> = {
  public: { loginUrl: "https://login.microsoftonline.com", graphUrl: "https://graph.microsoft.com" },
  usgovernment: { loginUrl: "https://login.microsoftonline.us", graphUrl: "https://graph.microsoft.us" },
  usgovernmentl5: { loginUrl: "https://login.microsoftonline.us", graphUrl: "https://dod-graph.microsoft.us" },
  china: {
    loginUrl: "https://login.partner.microsoftonline.cn",
    graphUrl: "https://microsoftgraph.chinacloudapi.cn",
  },
};

const metadataSchema = z.object({
  microsoftGraphResourceId: z.url(),
  authentication: z.object({ loginEndpoint: z.url() }),
});

/**
 * The cloud that the azuread provider uses.
 *
 * @param metadataHost a host that describes the cloud itself; empty for one of Microsoft's
 * @throws ApiError, or Error for a cloud that is not known
 */
export async function cloudOf(metadataHost: string, environment: string, context: CallContext): Promise<Cloud> {
  if (metadataHost !== "") {
    const url = `https://${metadataHost}/metadata/endpoints?api-version=2022-09-01`;
    const found = await requestJson(url, {}, metadataSchema, () => undefined, context);
    return {
      loginUrl: found.authentication.loginEndpoint.replace(/\/+$/, ""),
      graphUrl: found.microsoftGraphResourceId.replace(/\/+$/, ""),
    };
  }
  const cloud = CLOUDS[environment.toLowerCase() || "public"];
  if (cloud !== undefined) return cloud;
  throw new Error(`ARM_ENVIRONMENT, or azuread:environment, must be one of ${Object.keys(CLOUDS).join(", ")}`);
}
