import { placeLabel } from "../places/label.ts";
import type { PlatformStatus } from "./platform.ts";

export const classicStatus: PlatformStatus = {
  unverified(status, { stack, live, several }) {
    const { name, place, placeName = place, providerHost, link } = status;
    const known = live ? "is not activated" : "was not activated when the stack was last deployed or refreshed";
    const which = several ? ` --integration ${name}` : "";
    const message = `The integration for ${providerHost} in organization ${placeLabel(status)} ${known}: members cannot connect until an owner activates it. \`npx gitpod-azure-devops activate --stack ${stack}${which}\` shows the link and waits.`;
    const who = { role: "owner", place: `organization ${placeName}` } as const;
    return [{ code: "not-activated", who, integrations: [name], message, url: link }];
  },
  afterRenewal: "and an owner then activates the integration again",
  afterRenewalBy: "owner",
  afterLoss: "An owner then activates the integration again.",
  afterLossBy: "owner",
};
