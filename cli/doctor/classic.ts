import { gitpodOrigin } from "../../platforms/classic.ts";
import { nextStep } from "../../provider/classic/explain.ts";
import type { Membership } from "../../provider/classic/organizations.ts";
import { classicSetup } from "../setup/classic.ts";
import { API_URL, HOST } from "../setup/settings.ts";
import { bad, good, unknown } from "./model.ts";
import type { PlatformDoctor } from "./platform.ts";

export const classicDoctor: PlatformDoctor<Membership> = {
  setup: classicSetup,
  group: "Gitpod Classic",
  addressKeys: [HOST, API_URL],
  nextStep,
  /** Some installations answer there only. */
  otherAddress(config) {
    if (config[API_URL]) return undefined;
    const url = `${gitpodOrigin(config[HOST] ?? "")}/public-api`;
    return { config: { ...config, [API_URL]: url }, fix: `pulumi config set ${API_URL} ${url}` };
  },
  aboutToken: () => [],
  aboutPlace(organization) {
    const warning = classicSetup.placeWarning(organization);
    if (warning === undefined) return good(`${classicSetup.label(organization)}.`);
    return organization.role === undefined ? unknown(warning) : bad(warning);
  },
};
