import { createHash } from "node:crypto";
import { ONA } from "../../platforms/ona.ts";
import type { MaybeUnknown, PreviewRequest, Warning, WarningRequest } from "../../provider-kit/resource.ts";
import { UNKNOWN } from "../../provider-kit/values.ts";
import type { Inputs, Outputs, ScmProblem, State } from "./schema.ts";
import type { ScmIntegration, ScmIntegrationChanges } from "./types.ts";

/** Stands for a secret that this program has not given. */
export const REDACTED = "redacted";
/** Stands for a secret that somebody has changed since this program gave one. */
export const CHANGED = "changed outside of Pulumi";

const SIGN_IN: ReadonlySet<string> = new Set(ONA.credentials);
const IDENTITY = ["runnerId", "scmId", "host"];
const SETTINGS = [...ONA.credentials, "pat", "virtualDirectory"] as const;

/** Inputs that a new integration is made of, with the host that it gets. */
export type Wanted = Inputs & { readonly host: string };

export function toNew({ runnerId, scmId, host, clientId, clientSecret, issuerUrl, pat, virtualDirectory }: Wanted) {
  return { runnerId, scmId, host, clientId, clientSecret, issuerUrl, pat: pat ?? false, virtualDirectory };
}

/** Whether Ona needs to hear of an update. An optional input that is gone leaves what is there, but for the app. */
export function needsUpdate(old: State, news: Inputs): boolean {
  return SETTINGS.some((name) => old[name] !== news[name] && !(name === "pat" && news.pat === undefined));
}

/**
 * What an update sends. Turning OAuth or tokens off deletes what people have stored, so that is sent only where the program
 * had them on, and a preview has said so. The app is always sent, since a read may lag behind: Ona encrypts the secret
 * anew, so the integration has another fingerprint from then on.
 */
export function toChanges(live: ScmIntegration, news: Inputs, old: Partial<State>): ScmIntegrationChanges {
  const { clientId, clientSecret, issuerUrl } = news;
  const app = clientId === undefined ? {} : { clientId, clientSecret, issuerUrl };
  const oauthOff = clientId === undefined && old.clientId && live.clientId !== undefined ? { clientId: "" } : {};
  const patOn = news.pat === true && !live.pat ? { pat: true } : {};
  const patOff = news.pat === false && old.pat === true && live.pat ? { pat: false } : {};
  const wantedDirectory = news.virtualDirectory ?? "";
  const directory = wantedDirectory === (live.virtualDirectory ?? "") ? {} : { virtualDirectory: wantedDirectory };
  return { ...app, ...oauthOff, ...patOn, ...patOff, ...directory };
}

/** Inputs as far as Ona shows them. One that is gone is empty, so that the program's own shows as a change. */
export function toInputs(live: ScmIntegration, given: Partial<Inputs>): Partial<Inputs> {
  const shown = <Name extends "clientId" | "issuerUrl" | "virtualDirectory">(name: Name) =>
    live[name] === undefined && given[name] === undefined ? {} : { [name]: live[name] ?? "" };
  return {
    ...shown("clientId"),
    ...shown("issuerUrl"),
    ...shown("virtualDirectory"),
    ...(given.pat !== undefined && { pat: live.pat }),
  };
}

/** Tells one encryption of a secret from another, even of the same secret. */
export function fingerprint({ encryptedSecret }: ScmIntegration): string | undefined {
  return encryptedSecret && createHash("sha256").update(encryptedSecret).digest("hex");
}

/** Whether somebody has given the integration a secret since this program did. Unknown is no. */
export function hasOtherSecret(live: ScmIntegration, { secretFingerprint }: State): boolean {
  const now = fingerprint(live);
  return typeof secretFingerprint === "string" && now !== undefined && now !== secretFingerprint;
}

/** Whether somebody has given the integration an app that the program never gave it. */
export function isForeign(live: ScmIntegration, ...known: readonly Partial<Pick<Inputs, "clientId">>[]): boolean {
  return known.every(({ clientId }) => (clientId || undefined) !== live.clientId);
}

export function previewOutputs({
  news,
  old,
  changed,
}: PreviewRequest<Inputs, Outputs>): Partial<MaybeUnknown<Outputs>> {
  const host = news.host ?? old?.host ?? UNKNOWN;
  const pat = news.pat ?? old?.pat ?? false;
  if (old === undefined) return { host, pat };
  const asked = SETTINGS.some((name) => changed.has(name));
  const unknown = asked ? ({ verified: UNKNOWN, problems: UNKNOWN } as const) : {};
  const secret = asked && news.clientSecret !== undefined ? ({ secretFingerprint: UNKNOWN } as const) : {};
  return { host, pat, ...unknown, ...secret };
}

const PEOPLE = "all people who use it";

/** Where it is, as far as that is known. */
function at({ host }: State): string {
  return typeof host === "string" ? ` for ${host}` : "";
}

/** What a change means for people. */
export function changeWarning({ changed, state, news }: WarningRequest<Inputs, Outputs>): Warning | undefined {
  const effects = [...replacement(changed), ...oauthOff(changed, state, news), ...patOff(changed, state, news)];
  if (effects.length === 0 && (changed.has("clientId") || changed.has("issuerUrl"))) {
    const what = changed.has("clientId") ? "another app to sign in with" : "another issuer";
    effects.push(`gives the integration${at(state)} ${what}: ${PEOPLE} have to connect again`);
  }
  if (effects.length > 0) return { severity: "warn", message: `this change ${effects.join("; it ")}` };
  return [...changed].some((name) => SIGN_IN.has(name)) ? undefined : invalidWarning(state);
}

function replacement(changed: ReadonlySet<string>): string[] {
  if (!IDENTITY.some((name) => changed.has(name))) return [];
  return [`replaces the integration and deletes the sign-ins of ${PEOPLE}: each of them has to connect to the new one`];
}

function oauthOff(changed: ReadonlySet<string>, state: State, news: MaybeUnknown<Inputs>): string[] {
  if (!changed.has("clientId") || news.clientId !== undefined) return [];
  return [`turns OAuth off${at(state)} and deletes the sign-ins of ${PEOPLE}`];
}

function patOff(changed: ReadonlySet<string>, state: State, news: MaybeUnknown<Inputs>): string[] {
  if (!changed.has("pat") || news.pat !== false || !state.pat) return [];
  return [`turns personal access tokens off${at(state)} and deletes those that people have stored`];
}

/** Nobody can connect through an integration that its runner finds wrong. */
function invalidWarning(state: State): Warning | undefined {
  const { problems } = state;
  const [first] = Array.isArray(problems) ? problems.filter((each) => isProblem(each) && each.field !== "runner") : [];
  if (first === undefined) return undefined;
  const message =
    `the integration${at(state)} is not valid, so people may not be able to connect: ${first.field}: ${first.message}. ` +
    "Run `pulumi up --refresh`; if the secret was created by hand, give the program another one";
  return { severity: "warn", message };
}

/** A state may come from another version. */
function isProblem(value: unknown): value is ScmProblem {
  const { field, message } = Object(value);
  return typeof field === "string" && typeof message === "string";
}
