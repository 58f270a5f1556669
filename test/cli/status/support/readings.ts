import type { Integration, SecretDates } from "../../../../cli/engine/stackExport.ts";
import type { Named } from "../../../../cli/places/label.ts";
import { assess } from "../../../../cli/status/assess.ts";
import type { CloudView, DriftedResource, Report, StackReading } from "../../../../cli/status/model.ts";
import { integration, onaIntegration } from "../../support/stackExport.ts";

const DAY = 86_400_000;
export const NOW = Date.parse("2030-03-02T09:30:00Z");
export const ORGANIZATION = integration().place;

/** A client secret with a lifetime of 180 days, of which so many are left. */
export function secretWithLeft(days: number, rotateAfterDays?: number): SecretDates {
  const at = (time: number) => new Date(time).toISOString().replace(".000Z", "Z");
  const end = NOW + days * DAY;
  return { issuedAt: at(end - 180 * DAY), expiresAt: at(end), lifetimeDays: 180, rotateAfterDays };
}

/** An integration in the state, with its app registration. */
export function stored(wanted: Partial<Named<Integration>> = {}): Named<Integration> {
  const { name, platform } = integration(wanted);
  const resources = [
    { type: platform.integrationType, name },
    { type: "azuread:index/application:Application", name: `${name}-application` },
  ];
  return { ...integration({ name, secret: secretWithLeft(128), resources }), ...wanted };
}

/** The same of Ona. */
export function storedOnOna(wanted: Partial<Named<Integration>> = {}): Named<Integration> {
  return stored({ ...onaIntegration({ secret: secretWithLeft(128) }), ...wanted });
}

export function drifted(wanted: Partial<DriftedResource> = {}): DriftedResource {
  const type = "azuread:index/application:Application";
  return { type, name: "azure-devops-integration-application", deleted: false, properties: ["displayName"], ...wanted };
}

/** What the clouds say: which integrations are verified, and what drifted. */
export function clouds(verified: Readonly<Record<string, boolean>>, ...changed: DriftedResource[]): CloudView {
  const live = Object.entries(verified).map(
    ([name, is]) => [name, { verified: is, problems: [], refusedSince: undefined }] as const,
  );
  return { drifted: changed, integrations: new Map(live) };
}

/** A stack in which all is well, except for what a test sets. */
export function reading(wanted: Partial<StackReading> = {}): StackReading {
  const integrations = wanted.integrations ?? [stored()];
  return {
    stack: "prod",
    lastUpdate: { kind: "update", result: "succeeded", at: "2030-01-09T08:15:30.000Z" },
    integrations,
    clouds: { drifted: [], integrations: new Map(integrations.map((each) => [each.name, each])) },
    tokenEnds: [],
    error: undefined,
    ...wanted,
  };
}

export function reportOf(readings: readonly StackReading[], asked = true): Report {
  return { readAt: NOW, asked, stacks: readings.map((each) => assess(each, asked, NOW)) };
}

const ISSUER = { field: "oauth", message: "the issuer does not know the client" };

const acme = (wanted: Partial<Named<Integration>> = {}) => stored({ placeName: "Acme", ...wanted });

/** One stack of each kind. */
export function variedReport(): Report {
  const names = ["acme-integration", "globex-integration"] as const;
  return reportOf([
    reading({ integrations: [acme()] }),
    reading({ stack: "ending", integrations: [acme({ verified: false, secret: secretWithLeft(12) })] }),
    reading({
      stack: "many",
      integrations: [
        acme({ name: names[0], secret: secretWithLeft(20, 150) }),
        stored({
          name: names[1],
          place: ORGANIZATION.replace(/1$/, "2"),
          placeName: "Globex",
          secret: undefined,
        }),
      ],
      clouds: clouds({ [names[0]]: true, [names[1]]: true }, drifted({ name: `${names[1]}-application` })),
    }),
    reading({
      stack: "ona",
      integrations: [storedOnOna({ placeName: "Acme AWS", verified: false, problems: [ISSUER] })],
    }),
    reading({ stack: "new", integrations: [], lastUpdate: undefined }),
    reading({
      stack: "locked",
      integrations: [acme()],
      clouds: undefined,
      error: "the clouds could not be read: incorrect passphrase",
    }),
  ]);
}
