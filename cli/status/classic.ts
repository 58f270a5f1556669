import type { PlatformStatus } from "./platform.ts";

export const classicStatus: PlatformStatus = {
  unverified({ name, providerHost, place, link }, { stack, live, several }) {
    const known = live ? "is not activated" : "was not activated when the stack was last deployed or refreshed";
    const which = several ? ` --integration ${name}` : "";
    const message = `The integration for ${providerHost} in organization ${place} ${known}: members cannot connect until an owner activates it. \`npx gitpod-azure-devops activate --stack ${stack}${which}\` shows the link and waits.`;
    return [{ code: "not-activated", needsPerson: true, integrations: [name], message, url: link }];
  },
  afterRenewal: "and an owner then activates the integration again",
};
