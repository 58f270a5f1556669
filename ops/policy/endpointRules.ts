import { PLATFORM_ENDPOINTS } from "./platforms.ts";
import { type ResourceRule, resourceRule } from "./rule.ts";

/** Values for the tenant in a URL that let accounts of any tenant sign in. */
const ANY_TENANT = new Set(["common", "organizations", "consumers"]);
const microsoftEndpoints = resourceRule<{ hosts: string[] }>({
  name: "microsoft-endpoints",
  description: "Gitpod Classic and Ona may send users and the client secret only to Microsoft Entra ID.",
  level: "mandatory",
  types: [/^gitpod:index:/],
  config: {
    hosts: {
      type: "array",
      items: { type: "string" },
      default: ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"],
      description: "Sign-in hosts of Entra.",
    },
  },
  check({ properties }, { hosts }, { gitpodHost }) {
    // A Gitpod on loopback, such as the sandbox, may use an Entra on loopback.
    const local = gitpodHost === undefined || isLoopback(gitpodHost);
    return Object.entries(PLATFORM_ENDPOINTS).flatMap(([name, { path, setting }]) => {
      const value = properties[name];
      const problem = typeof value === "string" ? endpointProblem(value, path, hosts, local) : undefined;
      return problem === undefined ? [] : [`${name} ${problem}: pulumi config rm ${setting ?? "authorityHost"}`];
    });
  },
});

export const ENDPOINT_RULES: readonly ResourceRule[] = [microsoftEndpoints];

function endpointProblem(url: string, path: RegExp, hosts: readonly string[], local: boolean): string | undefined {
  if (!URL.canParse(url)) return "is not a URL";
  const { protocol, host, pathname, search, username } = new URL(url);
  const known = protocol === "https:" && hosts.includes(host);
  if (!known && !(local && isLoopback(host))) return `is at ${host}, but must be at ${hosts.join(" or ")}`;
  const [, tenant] = path.exec(pathname) ?? [];
  if (tenant === undefined || search !== "" || username !== "") return "is not one of Entra's v2.0 endpoints";
  return ANY_TENANT.has(tenant.toLowerCase()) ? `has ${tenant} instead of a tenant` : undefined;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
}
