import { kindOf } from "../engine/resourceKinds.ts";
import type { SecretDates } from "../engine/stackExport.ts";
import { listed } from "../shared/text.ts";
import type { DriftedResource, Finding, IntegrationStatus, LastUpdate, StackReading } from "./model.ts";
import type { Asked } from "./platform.ts";
import { PLATFORM_STATUS } from "./platforms.ts";
import { secretStatus, secretWarning } from "./secret.ts";

/** The findings about a stack; those that need a person come first. */
export function findingsOf(
  reading: StackReading,
  statuses: readonly IntegrationStatus[],
  now: number,
): readonly Finding[] {
  const findings = [
    ...absence(reading),
    ...failure(reading),
    ...statuses.flatMap((status) => unverified(status, reading, statuses.length > 1)),
    ...statuses.flatMap((status) => refusal(status, reading)),
    ...expiries(reading, now),
    ...drift(reading),
  ];
  return findings.sort((left, right) => Number(right.needsPerson) - Number(left.needsPerson));
}

function absence({ stack, integrations }: StackReading): Finding[] {
  if (integrations?.length !== 0) return [];
  const message = `The stack has no integration. \`pulumi up --stack ${stack}\` creates it; \`pulumi destroy --stack ${stack}\`, then \`pulumi stack rm ${stack}\`, removes a stack that nobody needs.`;
  return [{ code: "no-integration", needsPerson: true, integrations: [], message }];
}

function failure({ stack, lastUpdate }: StackReading): Finding[] {
  const message = failedUpdate(stack, lastUpdate);
  return message === undefined ? [] : [{ code: "update-failed", needsPerson: true, integrations: [], message }];
}

/** What to say of a last update that failed. A refresh that failed has changed nothing. */
export function failedUpdate(stack: string, lastUpdate: LastUpdate | undefined): string | undefined {
  if (lastUpdate?.result !== "failed" || !["update", "destroy"].includes(lastUpdate.kind)) return undefined;
  return `The last ${lastUpdate.kind} failed ${day(lastUpdate)}: the stack may be incomplete. \`pulumi up --stack ${stack}\` continues from there.`;
}

function day({ at }: LastUpdate): string {
  return `on ${at.slice(0, 10)}`;
}

function unverified(status: IntegrationStatus, { stack, clouds }: StackReading, several: boolean): Finding[] {
  if (status.verified !== false || status.deleted) return [];
  const asked: Asked = { stack, live: clouds !== undefined, several };
  return PLATFORM_STATUS[status.platform.name].unverified(status, asked);
}

/** A secret that has expired is reported as that. */
function refusal(status: IntegrationStatus, { stack }: StackReading): Finding[] {
  const { name, platform, providerHost, refusedSince, secret, deleted } = status;
  if (refusedSince === undefined || deleted || (secret && secret.daysLeft <= 0)) return [];
  const message = `Entra refuses the client secret that ${platform.displayName} has for ${providerHost}, first seen on ${refusedSince.slice(0, 10)}: nobody can sign in. \`pulumi up --refresh --stack ${stack}\` replaces a secret that the stack manages; for one that was created by hand, set \`existingClientSecret\` to another, or remove it.`;
  return [{ code: "secret-refused", needsPerson: true, integrations: [name], message }];
}

/** Integrations that share a client secret share a finding. */
function expiries({ stack, integrations = [] }: StackReading, now: number): Finding[] {
  const found = new Map<string, Finding>();
  for (const { name, secret, platform } of integrations) {
    const finding = secret && expiry(secret, stack, now, PLATFORM_STATUS[platform.name].afterRenewal);
    if (finding === undefined) continue;
    const earlier = found.get(finding.message)?.integrations ?? [];
    found.set(finding.message, { ...finding, integrations: [...earlier, name] });
  }
  const whose = (names: readonly string[]) => (integrations.length > 1 ? `${names.join(", ")}: ` : "");
  return [...found.values()].map((each) => ({ ...each, message: capital(whose(each.integrations) + each.message) }));
}

function expiry(secret: SecretDates, stack: string, now: number, afterRenewal: string): Finding | undefined {
  const warning = secretWarning(secret, now);
  if (warning) {
    const code = warning.ended ? "secret-ended" : "secret-ending";
    return { code, needsPerson: true, integrations: [], message: warning.message };
  }
  if (!secretStatus(secret, now).due) return undefined;
  const message = `the client secret is due for renewal: the next \`pulumi up --stack ${stack}\` renews it, ${afterRenewal}.`;
  return { code: "secret-due", needsPerson: false, integrations: [], message };
}

function drift({ stack, clouds }: StackReading): Finding[] {
  const drifted = clouds?.drifted ?? [];
  if (drifted.length === 0) return [];
  const message = `Outside of Pulumi ${listed(drifted.map(described))}. \`pulumi up --refresh --stack ${stack}\` reverts it; to keep it, change the program or the settings.`;
  return [{ code: "drift", needsPerson: true, integrations: [], message }];
}

/** "the app registration azure-devops-application was changed (web.redirectUris)" */
function described({ type, name, deleted, properties }: DriftedResource): string {
  const what = properties.length > 0 ? ` (${properties.join(", ")})` : "";
  return `the ${kindOf(type) ?? type} ${name} was ${deleted ? "deleted" : `changed${what}`}`;
}

/** A name at the start keeps its case. */
function capital(text: string): string {
  return text.replace(/^the /, "The ");
}
