import { ONA_API_URL } from "../../platforms/ona.ts";
import { OnaApi } from "../../provider/ona/api.ts";
import { findOwnToken } from "../../provider/ona/ownToken.ts";
import type { PlatformPlaces } from "./platform.ts";

/** The runners that the token may see. */
export const onaPlaces: PlatformPlaces = {
  address: ({ onaApiUrl }) => onaApiUrl ?? ONA_API_URL,
  token: ({ onaToken }) => onaToken,
  installation: () => "",
  list: (options, context) => new OnaApi(options).runners(context),
  async tokenEnd(options, context, now) {
    const api = new OnaApi(options);
    return (await findOwnToken(api, await api.identity(context), context, now))?.end;
  },
};
