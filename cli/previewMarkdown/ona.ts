import { ONA } from "../../platforms/ona.ts";
import type { Step } from "../engine/engineRun.ts";
import { after, changeOf, changesAny, isNew, linkCommand } from "./changes.ts";
import type { Kind, PlatformPeople } from "./platform.ts";
import { subjects } from "./subjects.ts";

const { integrationType, link } = ONA;

export const onaPeople: PlatformPeople = { integrationType, next, losses };

/** Each person connects for themselves: once to what is new, and again after another app. */
function next(integrations: readonly Step[], kind: Kind): string[] {
  const connected = integrations.filter((step) => step.change === "replace" || hasOtherApp(step));
  if (connected.length > 0) {
    const command = linkCommand(connected, link);
    return [`**${after(kind, "each")} person has to connect to Azure DevOps again** (${command}).`];
  }
  const created = integrations.filter(isNew);
  if (created.length > 0) {
    const command = linkCommand(created, link);
    return [
      `**${after(kind, "each")} person connects to Azure DevOps once** (${command}); no owner activates anything.`,
    ];
  }
  const renewed = integrations.some((step) => changesAny(step, ["clientSecret"]));
  return renewed ? ["People stay signed in to Ona: nobody notices the new client secret there."] : [];
}

/** With an integration Ona deletes what people have stored for it. */
function losses(integrations: readonly Step[], own: readonly Step[], kind: Kind): string[] {
  const [will, use] = kind === "preview" ? ["deletes", "use"] : ["has deleted", "used"];
  const loss = (which: (step: Step) => boolean, text: (subject: string, users: string) => string) => {
    const found = integrations.filter(which);
    const users = `all people who ${use} ${found.length > 1 ? "them" : "it"}`;
    return found.length === 0 ? [] : [`**${text(subjects(found, own), users)}.**`];
  };
  const everything = (users: string) => `${will} the sign-ins and personal access tokens of ${users}`;
  return [
    ...loss(
      ({ change }) => change === "delete",
      (subject, users) => `Deleting ${subject} ${everything(users)}`,
    ),
    ...loss(
      ({ change }) => change === "replace",
      (subject, users) => `Replacing ${subject} ${everything(users)}`,
    ),
    ...loss(isOauthTurnedOff, (subject, users) => `Turning OAuth off for ${subject} ${will} the sign-ins of ${users}`),
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
