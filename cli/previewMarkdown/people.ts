import { CLASSIC } from "../../platforms/classic.ts";
import { ONA } from "../../platforms/ona.ts";
import type { EngineRun, PropertyChange, Step } from "../engine/engineRun.ts";
import { sentence, subjects } from "./subjects.ts";

type Kind = EngineRun["kind"];

const ACTIVATION = "`pulumi stack output activationUrl`";
const CONNECTION = "`pulumi stack output connectUrl`";

/** Sentences in Markdown about what people have to do after the changes, or would notice of them. */
export function nextForPeople(own: readonly Step[], kind: Kind): string[] {
  const done = own.filter(({ failed }) => !failed);
  const ona = done.filter(({ type }) => type === ONA.integrationType);
  const classic = done.filter(({ type }) => type === CLASSIC.integrationType);
  return [...connection(ona, kind), ...activation(classic, kind)];
}

/** Sentences in Markdown about what Ona deletes of what people have stored: it asks nobody, and nothing brings it back. */
export function losses(own: readonly Step[], kind: Kind): string[] {
  const integrations = own.filter(({ type, failed }) => type === ONA.integrationType && !failed);
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

/** An owner must activate a new integration, or one with new credentials, before members can connect. */
function activation(integrations: readonly Step[], kind: Kind): string[] {
  const created = integrations.some(isNew);
  if (!created && !integrations.some((step) => changesAny(step, CLASSIC.credentials))) return [];
  const again = created ? "" : " again";
  return [
    `**${after(kind, "an")} organization owner must activate the integration${again}** (${ACTIVATION}); until then members cannot connect to Azure DevOps.`,
  ];
}

/** Each person connects for themselves: once to what is new, and again after another app. */
function connection(integrations: readonly Step[], kind: Kind): string[] {
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

function hasOtherApp(step: Step): boolean {
  const app = changeOf(step, "clientId");
  if (app !== undefined) return app.before !== undefined && app.after !== undefined;
  return changesAny(step, ["issuerUrl"]);
}

/** Whether people have nothing stored for it yet. */
function isNew(step: Step): boolean {
  return step.change === "create" || step.change === "replace" || isOauthTurnedOn(step);
}

function isOauthTurnedOff(step: Step): boolean {
  const app = changeOf(step, "clientId");
  return app !== undefined && app.after === undefined;
}

function arePatsTurnedOff(step: Step): boolean {
  const pat = changeOf(step, "pat");
  return pat?.after === "false" && pat.before !== "false";
}

function isOauthTurnedOn(step: Step): boolean {
  const app = changeOf(step, "clientId");
  return app !== undefined && app.before === undefined;
}

function changesAny({ change, properties }: Step, names: readonly string[]): boolean {
  return change === "update" && properties.some(({ path }) => names.includes(path));
}

function changeOf({ change, properties }: Step, name: string): PropertyChange | undefined {
  return change === "update" ? properties.find(({ path }) => path === name) : undefined;
}

function after(kind: Kind, word: string): string {
  return kind === "preview" ? `After the deployment ${word}` : sentence(word);
}
