import type { AzureCloud } from "../../entra/cloud.ts";
import { Unreachable } from "../../entra/errors.ts";
import { getJson } from "../../entra/request.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good } from "../model.ts";

export const loginReachable = reachCheck(
  "entra-sign-in",
  "the sign-in of Microsoft Entra ID",
  // Every tenant has these, and this word stands for all.
  ({ login }) => `${login}/common/v2.0/.well-known/openid-configuration`,
);

export const graphReachable = reachCheck("graph", "Microsoft Graph", ({ graph }) => `${graph}/v1.0/applications`);

function reachCheck(name: string, what: string, urlAt: (cloud: AzureCloud) => string): Check {
  return {
    group: "Network",
    name,
    online: true,
    async run({ cloud, signal }) {
      try {
        return [await finding(urlAt(await cloud()), what, signal)];
      } catch (error) {
        if (error instanceof Unreachable) return [bad(error.message)];
        throw error;
      }
    },
  };
}

/** Both answer in JSON, even to refuse. Whatever does not is something in between. */
async function finding(url: string, what: string, signal: AbortSignal): Promise<Finding> {
  const { status, body } = await getJson(url, { signal });
  const { origin } = new URL(url);
  if (typeof body === "object" && body !== null && status < 500) return good(`${origin} answers: ${what}.`);
  return bad(
    `${origin} gives an answer that is not Microsoft's (HTTP status ${status}): check the network and the proxy.`,
  );
}
