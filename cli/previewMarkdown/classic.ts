import { CLASSIC } from "../../platforms/classic.ts";
import { after, changesAny, isNew, linkCommand } from "./changes.ts";
import type { PlatformPeople } from "./platform.ts";

const { integrationType, credentials, link } = CLASSIC;

export const classicPeople: PlatformPeople = {
  integrationType,
  /** An owner must activate a new integration, or one with new credentials, before members can connect. */
  next(integrations, kind) {
    const waiting = integrations.filter((step) => isNew(step) || changesAny(step, credentials));
    if (waiting.length === 0) return [];
    const again = waiting.some(isNew) ? "" : " again";
    return [
      `**${after(kind, "an")} organization owner must activate the integration${again}** (${linkCommand(waiting, link)}); until then members cannot connect to Azure DevOps.`,
    ];
  },
};
