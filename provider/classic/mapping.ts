import { activationUrl, redirectUri } from "../../platforms/classic.ts";
import { hostOf } from "../../provider-kit/hosts.ts";
import type { MaybeUnknown, PreviewRequest, Warning, WarningRequest } from "../../provider-kit/resource.ts";
import { UNKNOWN } from "../../provider-kit/values.ts";
import type { AuthProvider, AuthProviderChanges, NewAuthProvider } from "./authProviders.ts";
import type { Inputs, Outputs, State } from "./schema.ts";

/** What Gitpod answers in place of a client secret. */
export const REDACTED = "redacted";
export const AZURE_DEVOPS_TYPE = "AUTH_PROVIDER_TYPE_AZURE_DEVOPS";
/** What Gitpod asks Entra for: https://www.gitpod.io/docs/configure/authentication/azure-devops */
const DEFAULT_SCOPES = [
  "https://app.vssps.visualstudio.com/vso.code_write",
  "https://app.vssps.visualstudio.com/vso.profile",
  "offline_access",
];
const CREDENTIALS: ReadonlySet<string> = new Set(["authorizationUrl", "tokenUrl", "clientId", "clientSecret"]);

export function toNewAuthProvider(inputs: Inputs): NewAuthProvider {
  const { organizationId, host, clientId, clientSecret, authorizationUrl, tokenUrl } = inputs;
  return { organizationId, host, clientId, clientSecret, authorizationUrl, tokenUrl };
}

/**
 * Everything an update has to send. The secret too when the state has the same: somebody may have changed it outside of
 * Pulumi, which no read shows, and Gitpod does not count a secret that it already has as a change.
 */
export function toChanges(inputs: Inputs): AuthProviderChanges {
  const { clientId, clientSecret, authorizationUrl, tokenUrl } = inputs;
  return { clientId, authorizationUrl, tokenUrl, clientSecret };
}

/** Whether an update has anything to tell Gitpod. */
export function needsUpdate(old: State, news: Inputs): boolean {
  return [...CREDENTIALS].some((name) => old[name as keyof Inputs] !== news[name as keyof Inputs]);
}

/** Inputs as far as Gitpod shows them. */
export function toInputs(provider: AuthProvider): Partial<Inputs> {
  const { organizationId, host, clientId, authorizationUrl, tokenUrl } = provider;
  return { organizationId, host: host.toLowerCase(), clientId, authorizationUrl, tokenUrl };
}

/** Host of the installation on which the integration was made. */
export function homeOf({ activationUrl }: State): string | undefined {
  return hostOf(activationUrl);
}

export function toOutputs(provider: AuthProvider, gitpodHost: string): Outputs {
  const scopes = provider.scopes.length > 0 ? [...provider.scopes] : DEFAULT_SCOPES;
  return {
    verified: provider.verified,
    redirectUri: redirectUri(gitpodHost),
    activationUrl: activationUrl(gitpodHost, provider.host, scopes),
    scopes,
    settingsUrl: provider.settingsUrl,
    type: provider.type,
  };
}

/** New credentials put the integration back to unverified. */
export function previewOutputs({ old, changed }: PreviewRequest<Inputs, Outputs>): Partial<MaybeUnknown<Outputs>> {
  if (old === undefined) return { verified: false, type: AZURE_DEVOPS_TYPE };
  if (givesUnreadableSecret(old, changed)) return { verified: UNKNOWN };
  return changesCredentials(changed) ? { verified: false } : {};
}

/** After an import nobody knows whether the program's secret is the one that Gitpod has already. */
function givesUnreadableSecret(old: State, changed: ReadonlySet<string>): boolean {
  return (
    old.clientSecret === REDACTED && [...changed].every((name) => name === "clientSecret" || !CREDENTIALS.has(name))
  );
}

export function changesCredentials(changed: ReadonlySet<string>): boolean {
  return [...changed].some((name) => CREDENTIALS.has(name));
}

/** The last one changes with the installation. */
export function replacesIdentity(changed: ReadonlySet<string>): boolean {
  return ["organizationId", "host", "redirectUri"].some((name) => changed.has(name));
}

/** What a change asks of people. */
export function changeWarning({
  changed,
  state,
}: Pick<WarningRequest<Inputs, Outputs>, "changed" | "state">): Warning | undefined {
  if (!changesCredentials(changed) && !replacesIdentity(changed)) return undefined;
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
