import { CLASSIC } from "../../platforms/classic.ts";
import { ONA } from "../../platforms/ona.ts";
import { AuthProviderType } from "../../provider/classic/gen/gitpod/v1/auth_provider_pb.js";
import type { Directory } from "../entra/directory.ts";
import { RESOURCE_APPS } from "../entra/microsoftApps.ts";
import type { Password } from "../entra/models.ts";
import { issuerOf } from "../entra/signIn.ts";
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
  /** An owner has activated it already. Means nothing on Ona. */
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

export function placesOf(sandbox: Sandbox): readonly Place[] {
  return [...classicPlaces(sandbox), ...onaPlaces(sandbox)];
}

function classicPlaces(sandbox: Sandbox): Place[] {
  const { host: gitpodHost, installation, integrations } = sandbox.gitpod;
  const { defaultPermissions: permissions, idTokens } = CLASSIC;
  return installation.organizations.list().map(({ id, name }) => ({
    id,
    label: `${CLASSIC.displayName}: ${name}`,
    hosts: installation.reachableHosts(),
    async make({ appName, host, activated }) {
      const redirectUri = CLASSIC.redirectUri(gitpodHost);
      const options = { displayName: appName, redirectUri, permissions, idTokens };
      const endpoints = `${sandbox.entra.authorityHost}/${sandbox.entra.tenantId}/oauth2/v2.0`;
      return withApp(sandbox, options, ({ clientId, password }) => {
        const integration = integrations.create({
          organizationId: id,
          type: AuthProviderType.AZURE_DEVOPS,
          host,
          clientId,
          clientSecret: password.secretText,
          authorizationUrl: `${endpoints}/authorize`,
          tokenUrl: `${endpoints}/token`,
        });
        integrations.modify(integration.id, { verified: activated });
      });
    },
  }));
}

function onaPlaces(sandbox: Sandbox): Place[] {
  const { runners, integrations } = sandbox.ona;
  const { defaultPermissions: permissions, idTokens } = ONA;
  const registered = runners.list().filter((runner) => runner.registered);
  return registered.map((runner) => ({
    id: runner.id,
    label: `${ONA.displayName}: ${runner.name}`,
    hosts: [...runner.reachableHosts],
    async make({ appName, host }) {
      const options = { displayName: appName, redirectUri: runner.callbackUrl, permissions, idTokens };
      const issuerUrl = issuerOf(sandbox.entra.authorityHost, sandbox.entra.directory);
      return withApp(sandbox, options, async ({ clientId, password }) => {
        const encryptedClientSecret = await runner.encrypt(password.secretText);
        const oauth = { clientId, encryptedClientSecret, issuerUrl };
        integrations.create({ runnerId: runner.id, scmId: "azuredevops_entra", host, pat: false, oauth });
      });
    },
  }));
}

/** Registers an app, which stays only if the integration can be made. */
async function withApp(
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
