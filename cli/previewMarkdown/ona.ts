import { ONA } from "../../platforms/ona.ts";
import type { Step } from "../engine/engineRun.ts";
import { after, changeOf, changesAny, isNew } from "./changes.ts";
import type { Kind, PlatformPeople } from "./platform.ts";
import { subjects } from "./subjects.ts";

const { integrationType, link } = ONA;
const CONNECTION = `\`pulumi stack output ${link}\``;

export const onaPeople: PlatformPeople = { integrationType, next, losses };

/** Each person connects for themselves: once to what is new, and again after another app. */
function next(integrations: readonly Step[], kind: Kind): string[] {
  if (integrations.some(({ change }) => change === "replace") || integrations.some(hasOtherApp)) {
    return [`**${after(kind, "each")} person has to connect to Azure DevOps again** (${CONNECTION}).`];
  }
  if (integrations.some(isNew)) {
    return [
      `**${after(kind, "each")} person connects to Azure DevOps once** (${CONNECTION}); no owner activates anything.`,
    ];
  }
  const renewed = integrations.some((step) => changesAny(step, ["clientSecret"]));
  return renewed ? ["People stay signed in: nobody notices the new client secret."] : [];
}

/** With an integration Ona deletes what people have stored for it. */
function losses(integrations: readonly Step[], own: readonly Step[], kind: Kind): string[] {
  const [will, use] = kind === "preview" ? ["deletes", "use"] : ["has deleted", "used"];
  const everything = `${will} the sign-ins and personal access tokens of all people who ${use} it`;
  const loss = (which: (step: Step) => boolean, text: (subject: string) => string) => {
    const found = integrations.filter(which);
    return found.length === 0 ? [] : [`**${text(subjects(found, own))}.**`];
  };
  return [
    ...loss(
      ({ change }) => change === "delete",
      (subject) => `Deleting ${subject} ${everything}`,
    ),
    ...loss(
      ({ change }) => change === "replace",
      (subject) => `Replacing ${subject} ${everything}`,
    ),
    ...loss(
      isOauthTurnedOff,
      (subject) => `Turning OAuth off for ${subject} ${will} the sign-ins of all people who ${use} it`,
    ),
    ...loss(
      arePatsTurnedOff,
      (subject) => `Turning personal access tokens off for ${subject} ${will} those that people have stored`,
    ),
  ];
}

function hasOtherApp(step: Step): boolean {
  const app = changeOf(step, "clientId");
  if (app !== undefined) return app.before !== undefined && app.after !== undefined;
  return changesAny(step, ["issuerUrl"]);
}

function isOauthTurnedOff(step: Step): boolean {
  const app = changeOf(step, "clientId");
  return app !== undefined && app.after === undefined;
}

function arePatsTurnedOff(step: Step): boolean {
  const pat = changeOf(step, "pat");
  return pat?.after === "false" && pat.before !== "false";
}
