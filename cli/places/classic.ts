import { gitpodOrigin } from "../../platforms/classic.ts";
import { ConnectOrganizationApi } from "../../provider/classic/organizations.ts";
import { apiBaseUrl, classicHost } from "../../provider/classic/settings.ts";
import type { PlatformPlaces } from "./platform.ts";

/** The organizations of the token's owner. */
export const classicPlaces: PlatformPlaces = {
  address: apiBaseUrl,
  token: ({ token }) => token,
  installation: (config) => new URL(gitpodOrigin(classicHost(config))).host,
  list: (options, context) => new ConnectOrganizationApi(options).organizations(context),
};
