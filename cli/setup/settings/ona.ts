import { ONA_API_URL } from "../../../platforms/ona.ts";
import { onaUrl } from "../../../provider/ona/settings.ts";
import { hostOf } from "../../../provider-kit/hosts.ts";
import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import type { Config, OwnSettings } from "./platform.ts";

export const ONA_API = "gitpod:onaApiUrl";
export const ONA_TOKEN = "gitpod:onaToken";
export const RUNNER = `${NAMESPACE}:runnerId`;

export interface OnaFlags {
  /** Id or name. */
  readonly runner?: string;
  readonly onaApiUrl?: string;
}

export const onaSettings: OwnSettings<keyof OnaFlags> = {
  keys: [ONA_API, ONA_TOKEN, RUNNER],
  checkedByProvider: ["onaApiUrl", "onaToken"],
  flags: [
    { name: "runner", value: "<runner>", description: "Ona: runner, by id or name" },
    {
      name: "onaApiUrl",
      value: "<url>",
      description: `Ona: base URL of its API, if it is not ${ONA_API_URL}`,
      setting: ONA_API,
      set: withOnaApi,
    },
  ],
};

/** Sets the base URL of Ona's API. On another host, this removes the token, which belongs to the old one. */
export function withOnaApi(config: Config, url: string): Config {
  const addressOf = (text = "") => onaUrl(text || ONA_API_URL);
  const moved = hostOf(addressOf(config[ONA_API])) !== hostOf(addressOf(url));
  const kept = addressOf(url) === ONA_API_URL ? "" : url;
  return { ...config, [ONA_API]: kept, ...(moved ? { [ONA_TOKEN]: "" } : {}) };
}
