import { z } from "zod";
import { CLASSIC } from "../../platforms/classic.ts";
import { ProviderError } from "../../provider-kit/errors.ts";
import { canonicalHost, isLoopback } from "../../provider-kit/hosts.ts";
import { refuse } from "../../provider-kit/problem.ts";
import {
  apiUrlProblem,
  firstSet,
  type PlatformSettings,
  stackSetting,
  text,
  tokenSetting,
} from "../connect/settings.ts";

const schema = z.object({
  host: text(`a host name such as ${CLASSIC.exampleHost}`)
    .overwrite(canonicalHost)
    .check(refuse(CLASSIC.hostProblem))
    .optional()
    .meta({
      description:
        "Host of the Gitpod Classic installation, without scheme and slash, such as `gitpod.example.com`. Required for everything of Gitpod Classic. Changing it replaces every integration that is on the former host.",
      env: CLASSIC.address.variables,
    }),
  token: tokenSetting.meta({
    description:
      "Personal access token (`gitpod_pat_...`) of an owner of the Gitpod Classic organization, with access to all functions. `up`, `refresh`, `destroy` and `import` need it; a preview does not.",
    secret: true,
    env: CLASSIC.token.variables,
  }),
  apiUrl: text("a URL")
    .check(refuse((value) => apiUrlProblem(value, `https://api.${CLASSIC.exampleHost}`)))
    .optional()
    .meta({
      description:
        "Base URL of Gitpod Classic's public API, to which the token is sent. Unset: `https://api.<host>`; `https://<host>/public-api` answers too. Plain http for loopback only.",
      env: "GITPOD_API_URL",
    }),
});

export type ClassicSettings = z.output<typeof schema>;

export const classicSettings = {
  schema,
  token: CLASSIC.token.name,
  tokenWords: "the Gitpod token",
  /** The token there belongs to the installation of GITPOD_HOST, else to that of the stack's `gitpod:host`. */
  takesTokenFromEnvironment({ host }, environment) {
    if (typeof host !== "string") return true;
    const { name, variables } = CLASSIC.address;
    const owner = firstSet(variables, environment) ?? stackSetting(name, environment);
    return owner === undefined || canonicalHost(owner) === canonicalHost(host);
  },
  address({ host, apiUrl }) {
    if (typeof host !== "string" || (apiUrl !== undefined && typeof apiUrl !== "string")) return undefined;
    return apiBaseUrl({ host: canonicalHost(host), apiUrl });
  },
  addressWords: "gitpod:host or gitpod:apiUrl",
} as const satisfies PlatformSettings;

/** Base URL of the API of a Gitpod Classic installation. */
export function apiBaseUrl(settings: Pick<ClassicSettings, "host" | "apiUrl">): string {
  const host = classicHost(settings);
  const fallback = isLoopback(host) ? `http://${host}/public-api` : `https://api.${host}`;
  return (settings.apiUrl ?? fallback).replace(/\/+$/, "");
}

/**
 * Host of the Gitpod Classic installation.
 *
 * @throws ProviderError where there is none: only what needs it asks
 */
export function classicHost({ host }: Pick<ClassicSettings, "host">): string {
  if (host !== undefined) return host;
  throw new ProviderError(
    "gitpod:host is not set, nor is the environment variable GITPOD_HOST, and Gitpod Classic needs it: " +
      `\`pulumi config set gitpod:host ${CLASSIC.exampleHost}\` with the host of your installation.`,
  );
}
