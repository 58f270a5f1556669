import { RunnerPhase } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Role } from "../classic/installation.ts";
import { AZURE_DEVOPS } from "../entra/microsoftApps.ts";
import type { Application, GraphProperties } from "../entra/models.ts";
import type { Fault } from "../faults.ts";
import type { Sandbox } from "../types.ts";

/** What an app registration lets people do. */
export interface RequiredResource {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
}

const ELSEWHERE = "https://elsewhere.example.com/auth/callback";
const SECOND = 1000;

export function forEachApplication({ entra }: Sandbox, work: (application: Application) => void): void {
  for (const application of [...entra.directory.applications.values()]) work(application);
}

export function forEachSecret(sandbox: Sandbox, work: (application: Application, keyId: string) => void): void {
  forEachApplication(sandbox, (application) => {
    for (const keyId of [...application.passwords.keys()]) work(application, keyId);
  });
}

export function removePrincipal({ entra: { directory } }: Sandbox, { appId }: Application): void {
  const principal = directory.findPrincipal(appId);
  if (principal !== undefined) directory.removePrincipal(principal.id);
}

/** Removes one of the app's permissions, as the portal does. */
export function removePermission(application: Application, resourceAppId: string, permissionId: string): void {
  const { requiredResourceAccess = [] } = application.properties as { requiredResourceAccess?: RequiredResource[] };
  const kept = requiredResourceAccess.map((each) =>
    each.resourceAppId === resourceAppId
      ? { ...each, resourceAccess: each.resourceAccess.filter(({ id }) => id !== permissionId) }
      : each,
  );
  const left = kept.filter(({ resourceAccess }) => resourceAccess.length > 0);
  application.properties = { ...application.properties, requiredResourceAccess: left };
}

export function removeWritePermission(application: Application): void {
  removePermission(application, AZURE_DEVOPS.appId, AZURE_DEVOPS.scopes["vso.code_write"] as string);
}

/** Changes settings of the platform Web, and keeps the others. */
export function changeWeb(application: Application, change: GraphProperties): void {
  const web = application.properties.web as GraphProperties | undefined;
  application.properties = { ...application.properties, web: { ...web, ...change } };
}

export function changeRedirectUris(application: Application): void {
  changeWeb(application, { redirectUris: [ELSEWHERE] });
}

export function turnIdTokensOff(application: Application): void {
  changeWeb(application, { implicitGrantSettings: { enableIdTokenIssuance: false } });
}

export function deactivateAll({ gitpod: { integrations } }: Sandbox): void {
  for (const { id } of integrations.list()) integrations.modify(id, { verified: false });
}

export function deleteIntegrations({ gitpod, ona }: Sandbox): void {
  for (const { id } of gitpod.integrations.list()) gitpod.integrations.remove(id);
  for (const { id } of ona.integrations.list()) ona.integrations.remove(id);
}

/** Somebody makes an app of their own, and pastes its id and secret into each integration of Gitpod Classic. */
export function pasteOtherApp({ gitpod, entra: { directory } }: Sandbox): void {
  const redirectUris = [`${gitpod.origin}/auth/callback`];
  const { id, appId } = directory.addApplication({ displayName: "Somebody's app", web: { redirectUris } });
  directory.addPrincipal(appId);
  const { secretText } = directory.addPassword(id);
  for (const integration of gitpod.integrations.list()) {
    gitpod.integrations.update(integration, { ...integration, clientId: appId, clientSecret: secretText });
  }
}

/** Withdraws what people consented to; consents for the whole tenant stay. */
export function withdrawConsents({ entra: { directory } }: Sandbox): void {
  for (const { id, principalId } of [...directory.grants.values()])
    if (principalId !== null) directory.grants.delete(id);
}

/** The next calls of both platforms get this answer. */
export function failPlatforms({ faults }: Sandbox, kind: Fault, count: number): void {
  for (const cloud of ["gitpod", "ona"] as const) faults.inject({ cloud, kind, count });
}

export function loseAnswers({ faults }: Sandbox): void {
  for (const operation of ["CreateAuthProvider", "CreateSCMIntegration"]) {
    faults.inject({ operation, kind: { type: "reset", after: true } });
  }
}

/** @param seconds 0: everybody knows new objects at once */
export function setLag({ gitpod, ona, entra }: Sandbox, seconds: number): void {
  const lag = seconds * SECOND;
  entra.directory.replicationDelay = lag === 0 ? {} : { secret: lag, application: lag };
  gitpod.installation.propagationDelay = lag / 2;
  ona.integrations.readLag = lag / 4;
}

/** The role of the owner of GITPOD_TOKEN in the organization Acme. */
export function setRole({ gitpod: { installation, organizationId } }: Sandbox, role: Role): void {
  installation.setRole(organizationId, role);
}

export function endTokens({ gitpod, ona }: Sandbox): void {
  gitpod.installation.tokens.revoke(gitpod.token);
  ona.access.tokens.revoke(ona.token);
}

export function giveTokensBack({ gitpod, ona }: Sandbox): void {
  gitpod.installation.tokens.add(gitpod.installation.user, {}, gitpod.token);
  ona.access.addToken({}, ona.token);
}

/** Those that have ever registered go offline, or come back. */
export function setRunners({ ona: { runners } }: Sandbox, phase: RunnerPhase.ACTIVE | RunnerPhase.INACTIVE): void {
  for (const runner of runners.list()) if (runner.registered) runner.phase = phase;
}

export function runnersAreOffline({ ona: { runners } }: Sandbox): boolean {
  return runners.list().some(({ phase }) => phase === RunnerPhase.INACTIVE);
}
