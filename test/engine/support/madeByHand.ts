import { requiredResourceAccesses } from "../../../components/entra/permissions.ts";
import { CLASSIC } from "../../../platforms/classic.ts";
import { ONA } from "../../../platforms/ona.ts";
import type { Application, Password, Sandbox, ServicePrincipal } from "../../../sandbox/index.ts";
import { CLASSIC_UNDER_TEST } from "./platforms/classic.ts";
import { ONA_UNDER_TEST } from "./platforms/ona.ts";
import type { PlatformUnderTest } from "./platforms/platformUnderTest.ts";

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
export function madeForClassic(sandbox: Sandbox, wishes: Wishes = {}): Promise<MadeByHand> {
  const web = { redirectUris: [CLASSIC_UNDER_TEST.redirectUri(sandbox)] };
  return integrate(sandbox, CLASSIC_UNDER_TEST, register(sandbox, "Gitpod", CLASSIC.defaultPermissions, web, wishes));
}

/** For the sandbox's runner of Ona. */
export function madeForOna(sandbox: Sandbox, wishes: Wishes = {}): Promise<MadeByHand> {
  const web = {
    redirectUris: [ONA_UNDER_TEST.redirectUri(sandbox)],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: true },
  };
  return integrate(sandbox, ONA_UNDER_TEST, register(sandbox, "Ona", ONA.defaultPermissions, web, wishes));
}

async function integrate(
  sandbox: Sandbox,
  platform: PlatformUnderTest,
  app: Omit<MadeByHand, "id">,
): Promise<MadeByHand> {
  const credentials = { clientId: app.application.appId, clientSecret: app.password.secretText };
  return { ...app, id: await platform.addByHand(sandbox, "dev.azure.com", credentials) };
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
