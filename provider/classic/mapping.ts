import { activationUrl, CLASSIC } from "../../platforms/classic.ts";
import { hostOf } from "../../provider-kit/hosts.ts";
import type { MaybeUnknown, PreviewRequest, Warning, WarningRequest } from "../../provider-kit/resource.ts";
import { UNKNOWN } from "../../provider-kit/values.ts";
import type { Integration, IntegrationChanges, NewIntegration } from "./integrationApi.ts";
import type { Inputs, Outputs, State } from "./schema.ts";

/** What Gitpod returns in place of a client secret. */
export const REDACTED = "redacted";
export const AZURE_DEVOPS_TYPE = "AUTH_PROVIDER_TYPE_AZURE_DEVOPS";
const CREDENTIALS: ReadonlySet<string> = new Set(CLASSIC.credentials);

export function toNewIntegration(inputs: Inputs): NewIntegration {
  const { organizationId, host, clientId, clientSecret, authorizationUrl, tokenUrl } = inputs;
  return { organizationId, host, clientId, clientSecret, authorizationUrl, tokenUrl };
}

/**
 * What an update sends. It always sends the secret: somebody may have changed it outside of Pulumi, which no read shows, and
 * Gitpod does not count a secret that it already has as a change.
 */
export function toChanges(inputs: Inputs): IntegrationChanges {
  const { clientId, clientSecret, authorizationUrl, tokenUrl } = inputs;
  return { clientId, authorizationUrl, tokenUrl, clientSecret };
}

/** Whether Gitpod needs to hear of an update. */
export function needsUpdate(old: State, news: Inputs): boolean {
  return [...CREDENTIALS].some((name) => old[name as keyof Inputs] !== news[name as keyof Inputs]);
}

/** Inputs as far as Gitpod shows them. */
export function toInputs(provider: Integration): Partial<Inputs> {
  const { organizationId, host, clientId, authorizationUrl, tokenUrl } = provider;
  return { organizationId, host: host.toLowerCase(), clientId, authorizationUrl, tokenUrl };
}

/** Host of the installation that the integration is on. */
export function homeOf({ activationUrl }: State): string | undefined {
  return hostOf(activationUrl);
}

export function toOutputs(provider: Integration, gitpodHost: string): Outputs {
  const scopes = provider.scopes.length > 0 ? [...provider.scopes] : [...CLASSIC.scopes];
  return {
    verified: provider.verified,
    redirectUri: CLASSIC.redirectUri(gitpodHost),
    activationUrl: activationUrl(gitpodHost, provider.host, scopes),
    scopes,
    settingsUrl: provider.settingsUrl,
    type: provider.type,
  };
}

/** New credentials set the integration back to unverified. */
export function previewOutputs({ old, changed }: PreviewRequest<Inputs, Outputs>): Partial<MaybeUnknown<Outputs>> {
  if (old === undefined) return { verified: false, type: AZURE_DEVOPS_TYPE };
  if (givesUnreadableSecret(old, changed)) return { verified: UNKNOWN };
  return changesCredentials(changed) ? { verified: false } : {};
}

/** After an import, the program's secret may or may not be the one that Gitpod has. */
function givesUnreadableSecret(old: State, changed: ReadonlySet<string>): boolean {
  return (
    old.clientSecret === REDACTED && [...changed].every((name) => name === "clientSecret" || !CREDENTIALS.has(name))
  );
}

export function changesCredentials(changed: ReadonlySet<string>): boolean {
  return [...changed].some((name) => CREDENTIALS.has(name));
}

/** redirectUri changes with the installation. */
export function replacesIdentity(changed: ReadonlySet<string>): boolean {
  return ["organizationId", "host", "redirectUri"].some((name) => changed.has(name));
}

/** Nobody can sign in with credentials that Entra refuses, whatever Gitpod says. */
function refusalWarning({ refusedSince, host }: Pick<State, "refusedSince" | "host">): Warning | undefined {
  if (typeof refusedSince !== "string") return undefined;
  const place = typeof host === "string" ? ` for ${host}` : "";
  const message =
    `Entra refuses the client secret that Gitpod has${place}, first seen on ${refusedSince.slice(0, 10)}: nobody can sign in. ` +
    "Run `pulumi up --refresh`; if the secret was created by hand, give the program another one";
  return { severity: "warn", message };
}

/** What a change means for people. */
export function changeWarning({
  changed,
  state,
}: Pick<WarningRequest<Inputs, Outputs>, "changed" | "state">): Warning | undefined {
  if (!changesCredentials(changed) && !replacesIdentity(changed)) return refusalWarning(state);
  const place = typeof state.host === "string" ? ` for ${state.host}` : "";
  const unverified =
    `sets the integration${place} back to unverified: until an organization owner has activated it ` +
    "again at activationUrl, members cannot connect to it";
  const message =
    givesUnreadableSecret(state, changed) && !replacesIdentity(changed)
      ? `a client secret other than the one that Gitpod has, which it does not show, ${unverified}`
      : `this change ${unverified}`;
  return { severity: "warn", message };
}
