import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import type { Config, OwnSettings } from "./platform.ts";

export const HOST = "gitpod:host";
export const API_URL = "gitpod:apiUrl";
export const TOKEN = "gitpod:token";
export const ORGANIZATION = `${NAMESPACE}:organizationId`;

export interface ClassicFlags {
  readonly host?: string;
  readonly apiUrl?: string;
  /** Id, short name or name. */
  readonly organization?: string;
}

export const classicSettings: OwnSettings<keyof ClassicFlags> = {
  keys: [HOST, API_URL, TOKEN, ORGANIZATION],
  checkedByProvider: ["apiUrl", "token"],
  flags: [
    {
      name: "host",
      value: "<host>",
      description: "Gitpod Classic: host of the installation",
      setting: HOST,
      set: (config, text) => withHost(config, hostIn(text)),
    },
    {
      name: "apiUrl",
      value: "<url>",
      description: "Gitpod Classic: base URL of its API, if it is not https://api.<host>",
      setting: API_URL,
      set: (config, url) => ({ ...config, [API_URL]: url }),
    },
    {
      name: "organization",
      value: "<organization>",
      description: "Gitpod Classic: organization, by id, short name (slug) or name",
    },
  ],
};

/** Sets the host. When it changes, this removes the token and the API address, which belong to the old host. */
export function withHost(config: Config, host: string): Config {
  const moved = config[HOST] !== undefined && config[HOST] !== "" && config[HOST] !== host;
  return { ...config, [HOST]: host, ...(moved ? { [API_URL]: "", [TOKEN]: "" } : {}) };
}

/** The host in a pasted URL: `https://gitpod.example.com/settings` gives `gitpod.example.com`. */
export function hostIn(text: string): string {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed)) return trimmed.toLowerCase();
  return URL.canParse(trimmed) ? new URL(trimmed).host : trimmed;
}
