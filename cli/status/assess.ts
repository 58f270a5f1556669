import type { Integration } from "../engine/stackExport.ts";
import { isItself, isSame } from "./drift.ts";
import { findingsOf } from "./findings.ts";
import type { DriftedResource, IntegrationStatus, StackReading, StackStatus } from "./model.ts";
import { secretStatus } from "./secret.ts";

/** The status that follows from a reading. @param asked see {@link Report.asked} */
export function assess(reading: StackReading, asked: boolean, now: number): StackStatus {
  const { stack, lastUpdate, integrations = [], clouds, tokenEnds, error } = reading;
  const known = integrations.flatMap(({ resources }) => resources);
  const shared = (clouds?.drifted ?? []).filter((resource) => !known.some((each) => isSame(each, resource)));
  const statuses = integrations.map((integration) => statusOf(integration, reading, shared, asked, now));
  return {
    stack,
    lastUpdate,
    integrations: statuses,
    drifted: clouds?.drifted ?? [],
    findings: findingsOf(reading, statuses, now),
    tokenEnds,
    error,
  };
}

function statusOf(
  integration: Integration,
  { clouds }: StackReading,
  shared: readonly DriftedResource[],
  asked: boolean,
  now: number,
): IntegrationStatus {
  const { resources, secret, ...same } = integration;
  const own = clouds?.drifted.filter((drifted) => resources.some((resource) => isSame(resource, drifted)));
  const live = clouds?.integrations.get(integration.name);
  const deleted = own?.some((drifted) => drifted.deleted && isItself(drifted, integration)) ?? false;
  return {
    ...same,
    // The state may be old: people activate integrations without Pulumi.
    verified: asked ? !deleted && live?.verified : integration.verified,
    problems: asked ? (live?.problems ?? []) : integration.problems,
    refusedSince: asked ? live?.refusedSince : integration.refusedSince,
    deleted,
    secret: secret && secretStatus(secret, now),
    // A resource that belongs to no single integration, such as a Key Vault secret, counts for each.
    drift: own && own.length + shared.length > 0,
  };
}
