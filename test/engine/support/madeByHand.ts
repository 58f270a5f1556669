import { requiredResourceAccesses } from "../../../components/entra/permissions.ts";
import { CLASSIC } from "../../../platforms/classic.ts";
import { ONA } from "../../../platforms/ona.ts";
import type { Application, Password, Sandbox, ServicePrincipal } from "../../../sandbox/index.ts";

/** An app registration and an integration, as a person makes them in the two consoles. */
export interface MadeByHand {
  readonly application: Application;
  readonly principal: ServicePrincipal;
  readonly password: Password;
  /** Id of the integration. */
  readonly id: string;
}

interface Wishes {
  readonly name?: string;
  readonly owners?: string[];
  /** More properties of the app, by Graph's names. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** For the sandbox's organization of Gitpod Classic. */
export function madeForClassic(sandbox: Sandbox, wishes: Wishes = {}): MadeByHand {
  const { gitpod, entra } = sandbox;
  const web = { redirectUris: [CLASSIC.redirectUri(gitpod.host)] };
  const app = register(sandbox, "Gitpod", CLASSIC.defaultPermissions, web, wishes);
  const base = `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0`;
  const { id } = gitpod.integrations.create({
    organizationId: gitpod.organizationId,
    type: 5,
    host: "dev.azure.com",
    clientId: app.application.appId,
    clientSecret: app.password.secretText,
    authorizationUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
  });
  return { ...app, id };
}

/** For the sandbox's runner of Ona. */
export async function madeForOna(sandbox: Sandbox, wishes: Wishes = {}): Promise<MadeByHand> {
  const { ona, entra } = sandbox;
  const { runnerId } = ona;
  const web = {
    redirectUris: [ona.runners.find(runnerId).callbackUrl],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: true },
  };
  const app = register(sandbox, "Ona", ONA.defaultPermissions, web, wishes);
  const encryptedClientSecret = await ona.runners.find(runnerId).encrypt(app.password.secretText);
  const issuerUrl = `${entra.authorityHost}/${entra.tenantId}/v2.0`;
  const oauth = { clientId: app.application.appId, encryptedClientSecret, issuerUrl };
  const { id } = ona.integrations.create({
    runnerId,
    scmId: "azuredevops_entra",
    host: "dev.azure.com",
    pat: false,
    oauth,
  });
  return { ...app, id };
}

function register(
  { entra: { directory } }: Sandbox,
  displayName: string,
  permissions: Parameters<typeof requiredResourceAccesses>[0],
  web: object,
  { name = displayName, owners = [], properties = {} }: Wishes,
): Omit<MadeByHand, "id"> {
  const requiredResourceAccess = requiredResourceAccesses(permissions).map((api) => ({
    resourceAppId: api.resourceAppId,
    resourceAccess: api.resourceAccesses,
  }));
  const common = { displayName: name, signInAudience: "AzureADMyOrg", web, requiredResourceAccess };
  const application = directory.addApplication({ ...common, ...properties }, owners);
  const principal = directory.addPrincipal(application.appId, {}, owners);
  return { application, principal, password: directory.addPassword(application.id) };
}
