import { nextStep } from "../../provider/classic/explain.ts";
import type { Membership } from "../../provider/classic/organizations.ts";
import { classicSetup } from "../setup/classic.ts";
import { API_URL, HOST } from "../setup/settings/classic.ts";
import { bad, good, unknown } from "./model.ts";
import type { PlatformDoctor } from "./platform.ts";

export const classicDoctor: PlatformDoctor<Membership> = {
  setup: classicSetup,
  group: "Gitpod Classic",
  addressKeys: [HOST, API_URL],
  nextStep,
  aboutToken: () => [],
  aboutPlace(organization) {
    const warning = classicSetup.placeWarning(organization);
    if (warning === undefined) return good(`${classicSetup.label(organization)}.`);
    return organization.role === undefined ? unknown(warning) : bad(warning);
  },
};
