import { Unreachable } from "../../entra/errors.ts";
import { getJson } from "../../entra/request.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good } from "../model.ts";

const answers = (origin: string, what: string) => good(`${origin} answers: ${what}.`);

export const loginReachable: Check = {
  group: "Network",
  name: "entra-sign-in",
  online: true,
  run: (facts) =>
    reached(async () => {
      const { login } = await facts.cloud();
      // Every tenant has these, and this word stands for all.
      const url = `${login}/common/v2.0/.well-known/openid-configuration`;
      return finding(url, "the sign-in of Microsoft Entra ID", facts.signal);
    }),
};

export const graphReachable: Check = {
  group: "Network",
  name: "graph",
  online: true,
  run: (facts) =>
    reached(async () => {
      const { graph } = await facts.cloud();
      return finding(`${graph}/v1.0/applications`, "Microsoft Graph", facts.signal);
    }),
};

async function reached(ask: () => Promise<Finding>): Promise<Finding[]> {
  try {
    return [await ask()];
  } catch (error) {
    if (error instanceof Unreachable) return [bad(error.message)];
    throw error;
  }
}

/** Both answer in JSON, even to refuse. Whatever does not is something in between. */
async function finding(url: string, what: string, signal: AbortSignal): Promise<Finding> {
  const { status, body } = await getJson(url, { signal });
  const { origin } = new URL(url);
  if (typeof body === "object" && body !== null && status < 500) return answers(origin, what);
  return bad(
    `${origin} gives an answer that is not Microsoft's (HTTP status ${status}): check the network and the proxy.`,
  );
}
