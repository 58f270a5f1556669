import { z } from "zod";
import { ONA } from "../../platforms/ona.ts";
import { hostOf } from "../../provider-kit/hosts.ts";
import { refuse } from "../../provider-kit/problem.ts";
import {
  apiUrlProblem,
  firstSet,
  type PlatformSettings,
  stackSetting,
  text,
  tokenSetting,
} from "../connect/settings.ts";

const API_URL = ONA.address.default;

/** A token in the wrong setting is none. */
const HOST = /^([a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}(:\d+)?$/i;

/** The URL for a setting of Ona's API, which may be the host alone. Two ways to write one address give the same. */
export function onaUrl(value: string): string {
  const text = HOST.test(value) ? `https://${value}/api` : value;
  const url = URL.canParse(text) ? new URL(text).href : text;
  return url.replace(/\/+$/, "");
}

const schema = z.object({
  onaToken: tokenSetting.meta({
    description:
      "Personal access token of an administrator of the Ona organization; it ends after 30, 60 or 90 days. `up`, `refresh`, `destroy` and `import` of everything of Ona need it; a preview does not.",
    secret: true,
    env: ONA.token.variables,
  }),
  onaApiUrl: text("a URL")
    .overwrite(onaUrl)
    .check(refuse((value) => apiUrlProblem(value, API_URL)))
    .optional()
    .meta({
      description: `Base URL of Ona's API, to which the token is sent; a host alone stands for \`https://<host>/api\`. Unset: \`${API_URL}\`. Plain http for loopback only.`,
      env: ONA.address.variables,
    }),
});

export type OnaSettings = z.output<typeof schema>;

export const onaSettings = {
  schema,
  token: ONA.token.name,
  tokenWords: "the Ona token",
  /** The token there belongs to the installation of ONA_BASE_URL or ONA_HOST, else to that of the stack's `gitpod:onaApiUrl`. */
  takesTokenFromEnvironment({ onaApiUrl }, environment) {
    const { name, variables } = ONA.address;
    const ofEnvironment = firstSet(variables, environment);
    const owner = ofEnvironment ?? stackSetting(name, environment) ?? API_URL;
    const target = onaApiUrl ?? ofEnvironment ?? API_URL;
    return typeof target === "string" && hostOf(onaUrl(owner)) === hostOf(onaUrl(target));
  },
  /** Unknown where no token is kept for Ona: a stack for Gitpod Classic alone has moved nothing. */
  address({ onaApiUrl, onaToken }) {
    if (onaToken === undefined && onaApiUrl === undefined) return undefined;
    if (onaApiUrl === undefined) return API_URL;
    return typeof onaApiUrl === "string" ? onaUrl(onaApiUrl) : undefined;
  },
  addressWords: "gitpod:onaApiUrl",
} as const satisfies PlatformSettings;
