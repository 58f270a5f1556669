import { kindOf } from "../previewMarkdown/kinds.ts";
import type { DriftedResource, Finding, IntegrationStatus, LastUpdate, StackReading } from "./model.ts";
import { secretAdvice } from "./secret.ts";

/** What there is to know about a stack, and to do; what needs a person comes first. */
export function findingsOf(
  reading: StackReading,
  statuses: readonly IntegrationStatus[],
  now: number,
): readonly Finding[] {
  const findings = [
    ...absence(reading),
    ...failure(reading),
    ...statuses.flatMap((status) => activation(status, reading, statuses.length > 1)),
    ...statuses.flatMap((status) => expiry(status, reading, statuses.length > 1, now)),
    ...drift(reading),
  ];
  return findings.sort((left, right) => Number(right.needsPerson) - Number(left.needsPerson));
}

function absence({ stack, integrations }: StackReading): Finding[] {
  if (integrations?.length !== 0) return [];
  const message = `The stack has no integration. \`pulumi up --stack ${stack}\` makes it; \`pulumi stack rm ${stack}\` removes a stack that nobody needs.`;
  return [{ code: "no-integration", needsPerson: true, integration: undefined, message }];
}

/** A refresh that failed has changed nothing. */
function failure({ stack, lastUpdate }: StackReading): Finding[] {
  if (lastUpdate?.result !== "failed" || !["update", "destroy"].includes(lastUpdate.kind)) return [];
  const message = `The last ${lastUpdate.kind} failed, ${day(lastUpdate)}: the stack may be half done. \`pulumi up --stack ${stack}\` goes on from where it was.`;
  return [{ code: "update-failed", needsPerson: true, integration: undefined, message }];
}

function day({ at }: LastUpdate): string {
  return `on ${at.slice(0, 10)}`;
}

function activation(status: IntegrationStatus, { stack, clouds }: StackReading, several: boolean): Finding[] {
  if (status.verified !== false || status.deleted) return [];
  const known =
    clouds === undefined ? "was not activated when the stack was last deployed or refreshed" : "is not activated";
  const which = several ? ` --integration ${status.name}` : "";
  const message = `The integration for ${status.providerHost} in organization ${status.organizationId} ${known}: until an owner does that, members cannot connect. \`npm run activate -- --stack ${stack}${which}\` shows the link and waits.`;
  return [{ code: "not-activated", needsPerson: true, integration: status.name, message, url: status.activationUrl }];
}

function expiry(
  { name, secret: status }: IntegrationStatus,
  { stack, integrations }: StackReading,
  several: boolean,
  now: number,
): Finding[] {
  const dates = integrations?.find((integration) => integration.name === name)?.secret;
  if (dates === undefined || status === undefined) return [];
  const whose = several ? `${name}: ` : "";
  const finding = (code: Finding["code"], needsPerson: boolean, message: string): Finding[] => [
    { code, needsPerson, integration: name, message: whose + (several ? message : capital(message)) },
  ];
  const advice = secretAdvice(dates, now);
  if (advice) return finding(advice.ended ? "secret-ended" : "secret-ending", true, advice.message);
  if (!status.due) return [];
  const due = `the client secret is due for renewal: the next \`pulumi up --stack ${stack}\` renews it, and an owner then activates the integration again.`;
  return finding("secret-due", false, due);
}

function drift({ stack, clouds }: StackReading): Finding[] {
  const drifted = clouds?.drifted ?? [];
  if (drifted.length === 0) return [];
  const message = `Outside of Pulumi ${listed(drifted.map(described))}. \`pulumi up --refresh --stack ${stack}\` puts it right; to keep it, change the program or the settings.`;
  return [{ code: "drift", needsPerson: true, integration: undefined, message }];
}

/** "the app registration azure-devops-application was changed (web.redirectUris)" */
function described({ type, name, deleted, properties }: DriftedResource): string {
  const what = properties.length > 0 ? ` (${properties.join(", ")})` : "";
  return `the ${kindOf(type) ?? type} ${name} was ${deleted ? "deleted" : `changed${what}`}`;
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${last}` : last;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
