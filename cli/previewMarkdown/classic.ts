import { CLASSIC } from "../../platforms/classic.ts";
import { after, changesAny, isNew } from "./changes.ts";
import type { PlatformPeople } from "./platform.ts";

const { integrationType, credentials, link } = CLASSIC;
const ACTIVATION = `\`pulumi stack output ${link}\``;

export const classicPeople: PlatformPeople = {
  integrationType,
  /** An owner must activate a new integration, or one with new credentials, before members can connect. */
  next(integrations, kind) {
    const created = integrations.some(isNew);
    if (!created && !integrations.some((step) => changesAny(step, credentials))) return [];
    const again = created ? "" : " again";
    return [
      `**${after(kind, "an")} organization owner must activate the integration${again}** (${ACTIVATION}); until then members cannot connect to Azure DevOps.`,
    ];
  },
};
