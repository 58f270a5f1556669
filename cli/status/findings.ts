import type { SecretDates } from "../engine/stackExport.ts";
import { dayOf } from "../shared/dates.ts";
import { endWords, makeAnother, needsAnother, storeToken } from "../shared/tokenEnd.ts";
import { driftFindings } from "./drift.ts";
import { type Finding, type IntegrationStatus, isForPerson, type LastUpdate, type StackReading } from "./model.ts";
import type { Asked, PlatformStatus } from "./platform.ts";
import { PLATFORM_STATUS } from "./platforms.ts";
import { secretStatus, secretWarning } from "./secret.ts";
import { DEPLOYER, followedBy } from "./who.ts";

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
    ...endingTokens(reading, now),
    ...driftFindings(reading),
  ];
  return findings.sort((left, right) => Number(isForPerson(right)) - Number(isForPerson(left)));
}

function absence({ stack, integrations }: StackReading): Finding[] {
  if (integrations?.length !== 0) return [];
  const message = `The stack has no integration. \`pulumi up --stack ${stack}\` creates it; \`pulumi destroy --stack ${stack}\`, then \`pulumi stack rm ${stack}\`, removes a stack that nobody needs.`;
  return [{ code: "no-integration", who: DEPLOYER, integrations: [], message }];
}

function failure({ stack, lastUpdate }: StackReading): Finding[] {
  const message = failedUpdate(stack, lastUpdate);
  return message === undefined ? [] : [{ code: "update-failed", who: DEPLOYER, integrations: [], message }];
}

/** What to say of a last update that failed. A refresh that failed has changed nothing. */
export function failedUpdate(stack: string, lastUpdate: LastUpdate | undefined): string | undefined {
  if (lastUpdate?.result !== "failed" || !["update", "destroy"].includes(lastUpdate.kind)) return undefined;
  return `The last ${lastUpdate.kind} failed on ${dayOf(lastUpdate.at)}: the stack may be incomplete. \`pulumi up --stack ${stack}\` continues from there.`;
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
  const { afterRenewalBy } = PLATFORM_STATUS[platform.name];
  const message = `Entra refuses the client secret that ${platform.displayName} has for ${providerHost}, first seen on ${dayOf(refusedSince)}: nobody can sign in. \`pulumi up --refresh --stack ${stack}\` replaces a secret that the stack manages; for one that was created by hand, set \`existingClientSecret\` to another, or remove it.`;
  return [{ code: "secret-refused", who: DEPLOYER, ...followedBy(afterRenewalBy), integrations: [name], message }];
}

/** Integrations that share a client secret share a finding. */
function expiries({ stack, integrations = [] }: StackReading, now: number): Finding[] {
  const found = new Map<string, Finding>();
  for (const { name, secret, platform } of integrations) {
    const finding = secret && expiry(secret, stack, now, PLATFORM_STATUS[platform.name]);
    if (finding === undefined) continue;
    const earlier = found.get(finding.message)?.integrations ?? [];
    found.set(finding.message, { ...finding, integrations: [...earlier, name] });
  }
  const whose = (names: readonly string[]) => (integrations.length > 1 ? `${names.join(", ")}: ` : "");
  return [...found.values()].map((each) => ({ ...each, message: capital(whose(each.integrations) + each.message) }));
}

function expiry(secret: SecretDates, stack: string, now: number, platform: PlatformStatus): Finding | undefined {
  const warning = secretWarning(secret, now);
  const after = followedBy(platform.afterRenewalBy);
  if (warning) {
    const code = warning.ended ? "secret-ended" : "secret-ending";
    return { code, who: DEPLOYER, ...after, integrations: [], message: warning.message };
  }
  if (!secretStatus(secret, now).due) return undefined;
  const message = `the client secret is due for renewal: the next \`pulumi up --stack ${stack}\` renews it, ${platform.afterRenewal}.`;
  return { code: "secret-due", who: { role: "nobody" }, ...after, integrations: [], message };
}

function endingTokens({ stack, tokenEnds }: StackReading, now: number): Finding[] {
  return tokenEnds
    .filter((end) => needsAnother(end, now))
    .map((end) => {
      const { platform } = end;
      const when = endWords(`The token of ${platform.displayName}`, end, now);
      const message = `${when} ${makeAnother(platform)}, ${storeToken(platform, stack)}, and run \`pulumi up --stack ${stack}\`.`;
      return { code: "token-ending", who: DEPLOYER, integrations: [], message };
    });
}

/** A name at the start keeps its case. */
function capital(text: string): string {
  return text.replace(/^the /, "The ");
}
