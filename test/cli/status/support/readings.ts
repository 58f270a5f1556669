import type { Integration, SecretDates } from "../../../../cli/engine/stackExport.ts";
import { assess } from "../../../../cli/status/assess.ts";
import type { CloudView, DriftedResource, Report, StackReading } from "../../../../cli/status/model.ts";
import { integration } from "../../support/stackExport.ts";

const DAY = 86_400_000;
export const NOW = Date.parse("2030-03-02T09:30:00Z");
export const ORGANIZATION = integration().organizationId;

/** A client secret with a lifetime of 180 days, of which so many are left. */
export function secretWithLeft(days: number, rotateAfterDays?: number): SecretDates {
  const at = (time: number) => new Date(time).toISOString().replace(".000Z", "Z");
  const end = NOW + days * DAY;
  return { issuedAt: at(end - 180 * DAY), expiresAt: at(end), lifetimeDays: 180, rotateAfterDays };
}

/** An integration in the state, with its app registration. */
export function stored(wanted: Partial<Integration> = {}): Integration {
  const { name = "azure-devops-integration" } = wanted;
  const resources = [
    { type: "gitpod:index:AuthProvider", name },
    { type: "azuread:index/application:Application", name: `${name}-application` },
  ];
  return integration({ name, secret: secretWithLeft(128), resources, ...wanted });
}

export function drifted(wanted: Partial<DriftedResource> = {}): DriftedResource {
  const type = "azuread:index/application:Application";
  return { type, name: "azure-devops-integration-application", deleted: false, properties: ["displayName"], ...wanted };
}

/** What the clouds say: which integrations are verified, and what drifted. */
export function clouds(verified: Readonly<Record<string, boolean>>, ...changed: DriftedResource[]): CloudView {
  const live = Object.entries(verified).map(([name, is]) => [name, { verified: is, refusedSince: undefined }] as const);
  return { drifted: changed, integrations: new Map(live) };
}

/** A stack in which all is well, except for what a test sets. */
export function reading(wanted: Partial<StackReading> = {}): StackReading {
  const integrations = wanted.integrations ?? [stored()];
  return {
    stack: "prod",
    lastUpdate: { kind: "update", result: "succeeded", at: "2030-01-09T08:15:30.000Z" },
    integrations,
    clouds: clouds(Object.fromEntries(integrations.map(({ name, verified }) => [name, verified]))),
    error: undefined,
    ...wanted,
  };
}

export function reportOf(readings: readonly StackReading[], asked = true): Report {
  return { readAt: NOW, asked, stacks: readings.map((each) => assess(each, asked, NOW)) };
}

/** One stack of each kind. */
export function variedReport(): Report {
  const names = ["acme-integration", "globex-integration"] as const;
  return reportOf([
    reading(),
    reading({ stack: "ending", integrations: [stored({ verified: false, secret: secretWithLeft(12) })] }),
    reading({
      stack: "many",
      integrations: [
        stored({ name: names[0], secret: secretWithLeft(20, 150) }),
        stored({ name: names[1], organizationId: ORGANIZATION.replace("1", "2"), secret: undefined }),
      ],
      clouds: clouds({ [names[0]]: true, [names[1]]: true }, drifted({ name: `${names[1]}-application` })),
    }),
    reading({ stack: "new", integrations: [], lastUpdate: undefined }),
    reading({ stack: "locked", clouds: undefined, error: "the clouds could not be read: incorrect passphrase" }),
  ]);
}
