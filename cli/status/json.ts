import { timestamp } from "../../provider-kit/clock.ts";
import type { StackTokenEnd } from "../places/tokenEnds.ts";
import { daysUntil } from "../shared/dates.ts";
import {
  type Finding,
  type IntegrationStatus,
  isForPerson,
  needsPerson,
  type Report,
  type StackStatus,
} from "./model.ts";

/** The report for programs; see docs/status.md. Fields may be added; `version` changes when one is removed or redefined. */
export function json(report: Report): object {
  return {
    version: 1,
    readAt: new Date(report.readAt).toISOString(),
    needsPerson: report.stacks.some(needsPerson),
    stacks: report.stacks.map((status) => stackJson(status, report.readAt)),
  };
}

function stackJson(status: StackStatus, now: number): object {
  const { stack, lastUpdate, integrations, drifted, findings, tokenEnds, error } = status;
  return {
    stack,
    needsPerson: needsPerson(status),
    lastUpdate: lastUpdate ?? null,
    integrations: integrations.map(integrationJson),
    driftedResources: drifted,
    tokens: tokenEnds.map((end) => tokenJson(end, now)),
    findings: findings.map(findingJson),
    error: error ?? null,
  };
}

function tokenJson({ platform, at, certainty }: StackTokenEnd, now: number): object {
  return { platform: platform.name, endsAt: timestamp(at), certainty, daysLeft: daysUntil(at, now) };
}

function findingJson(finding: Finding): object {
  const { code, who, afterwards, integrations, message } = finding;
  return {
    code,
    needsPerson: isForPerson(finding),
    who: who.role,
    afterwards: afterwards ?? null,
    integrations,
    message,
  };
}

function integrationJson(status: IntegrationStatus): object {
  const { name, platform, id, gitpodHost, place, placeName, providerHost, link, secret, drift, ...same } = status;
  return {
    integration: name,
    platform: platform.name,
    integrationId: id,
    gitpodHost,
    [platform.placeId]: place,
    [platform.placeName]: placeName ?? null,
    providerHost,
    [platform.link]: link,
    ...same,
    refusedSince: same.refusedSince ?? null,
    secret: secret
      ? {
          issuedAt: secret.issuedAt ?? null,
          expiresAt: secret.expiresAt,
          ageDays: secret.ageDays ?? null,
          daysLeft: secret.daysLeft,
          due: secret.due,
          renewsAt: secret.renewsAt ?? null,
          warnsAt: secret.warnsAt ?? null,
        }
      : null,
    drift: drift ?? null,
  };
}
