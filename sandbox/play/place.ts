import type { Directory } from "../entra/directory.ts";
import { RESOURCE_APPS } from "../entra/microsoftApps.ts";
import type { Password } from "../entra/models.ts";
import type { Sandbox } from "../types.ts";

/** Where a person makes an integration in a platform's own pages. */
export interface Place {
  readonly id: string;
  readonly label: string;
  readonly hosts: readonly string[];
  /** Makes the app registration as the platform's documentation says, then the integration. */
  make(wanted: ByHand): Promise<MadeByHand>;
}

export interface ByHand {
  readonly appName: string;
  readonly host: string;
  /** An owner has activated it already. Means nothing where nobody has to. */
  readonly activated: boolean;
}

export interface MadeByHand {
  readonly clientId: string;
  readonly password: Password;
}

interface AppOptions {
  readonly displayName: string;
  readonly redirectUri: string;
  readonly permissions: readonly string[];
  readonly idTokens: boolean;
}

/** Registers an app, which stays only if the integration can be made. */
export async function withApp(
  sandbox: Sandbox,
  options: AppOptions,
  integrate: (app: MadeByHand) => void | Promise<void>,
): Promise<MadeByHand> {
  const { directory } = sandbox.entra;
  const { id, app } = registerApp(directory, options);
  try {
    await integrate(app);
  } catch (error) {
    directory.removeApplication(id);
    throw error;
  }
  return app;
}

/** What the portal does: an app registration, its service principal and a client secret. */
function registerApp(directory: Directory, options: AppOptions): { id: string; app: MadeByHand } {
  const { displayName, redirectUri, permissions, idTokens } = options;
  const requiredResourceAccess = RESOURCE_APPS.map(({ appId, scopes }) => ({
    resourceAppId: appId,
    resourceAccess: permissions
      .filter((name) => scopes[name] !== undefined)
      .map((name) => ({ id: scopes[name], type: "Scope" })),
  })).filter(({ resourceAccess }) => resourceAccess.length > 0);
  const web = { redirectUris: [redirectUri], implicitGrantSettings: { enableIdTokenIssuance: idTokens } };
  const { id, appId } = directory.addApplication({ displayName, web, requiredResourceAccess });
  directory.addPrincipal(appId);
  return { id, app: { clientId: appId, password: directory.addPassword(id, { displayName: "made by hand" }) } };
}
