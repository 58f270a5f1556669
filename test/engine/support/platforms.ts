import { CLASSIC } from "../../../platforms/classic.ts";
import { ONA } from "../../../platforms/ona.ts";
import type { Application, Sandbox, StoredIntegration } from "../../../sandbox/index.ts";
import { isTurn } from "./turns.ts";

/** An integration as a platform's cloud has it, by the names of the resource's properties. */
export interface Stored {
  readonly id: string;
  readonly host: string;
  readonly clientId: string | undefined;
}

/** What a suite needs to know of a platform to be played on it. */
export interface PlatformUnderTest {
  readonly name: string;
  /** Type token of its integration. */
  readonly type: string;
  readonly cloud: "gitpod" | "ona";
  /** The program whose one resource is the integration. */
  readonly program: string;
  readonly tokenSetting: string;
  readonly urlSetting: string;
  /** What follows the origin in the URL of the API. */
  readonly apiPath: string;
  /** The calls that write and read an integration. */
  readonly calls: Readonly<Record<"create" | "read" | "update" | "delete", string>>;
  /** Whether `--replace` makes a new integration, or goes on with the one that there is. */
  readonly replacement: "new" | "same";
  /** Inputs whose change by others a refresh shows. */
  readonly shown: readonly string[];
  origin(sandbox: Sandbox): string;
  token(sandbox: Sandbox): string;
  restoreToken(sandbox: Sandbox): void;
  settings(sandbox: Sandbox, application: Application): Readonly<Record<string, string>>;
  /** What else the stack of the project's own program needs. */
  stackSettings(sandbox: Sandbox): Readonly<Record<string, string>>;
  /** What an entry of the setting `integrations` needs. */
  entry(sandbox: Sandbox): Readonly<Record<string, string>>;
  /** The call by which a renamed entry takes over the integration. */
  readonly takeOver: string;
  stored(sandbox: Sandbox): readonly Stored[];
  secret(sandbox: Sandbox, id: string): Promise<string | undefined>;
  modify(sandbox: Sandbox, id: string, change: Readonly<Record<string, string>>): void;
  remove(sandbox: Sandbox, id: string): void;
  /** Makes an integration for the host by hand, with another app. */
  addByHand(sandbox: Sandbox): Promise<string>;
  /** Lets the platform reach a host. */
  reach(sandbox: Sandbox, host: string, reachable?: boolean): void;
}

const AZURE_DEVOPS = 5;

const classic: PlatformUnderTest = {
  name: CLASSIC.displayName,
  type: CLASSIC.integrationType,
  cloud: "gitpod",
  program: "integrationOnly.ts",
  tokenSetting: "gitpod:token",
  urlSetting: "gitpod:apiUrl",
  apiPath: "/public-api",
  calls: {
    create: "CreateAuthProvider",
    read: "GetAuthProvider",
    update: "UpdateAuthProvider",
    delete: "DeleteAuthProvider",
  },
  replacement: "new",
  shown: ["clientId", "authorizationUrl", "tokenUrl"],
  origin: ({ gitpod }) => gitpod.origin,
  token: ({ gitpod }) => gitpod.token,
  restoreToken: ({ gitpod }) => gitpod.installation.setToken(gitpod.token),
  settings: ({ gitpod, entra }, { appId }) => ({
    "test:organizationId": gitpod.organizationId,
    "test:authorizationUrl": `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0/authorize`,
    "test:tokenUrl": `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0/token`,
    "test:clientId": appId,
  }),
  stackSettings: () => ({}),
  entry: ({ gitpod }) => ({ organizationId: gitpod.organizationId }),
  takeOver: "CreateAuthProvider",
  stored: ({ gitpod }) =>
    gitpod.integrations.list().map(({ id, host, clientId, authorizationUrl, tokenUrl, verified }) => {
      return { id, host, clientId, authorizationUrl, tokenUrl, verified };
    }),
  secret: async ({ gitpod }, id) => gitpod.integrations.get(id)?.clientSecret,
  modify: ({ gitpod }, id, change) => {
    gitpod.integrations.modify(id, change as Partial<StoredIntegration>);
  },
  remove: ({ gitpod }, id) => {
    gitpod.integrations.remove(id);
  },
  addByHand: async ({ gitpod }) => {
    const { organizationId, integrations } = gitpod;
    const urls = { authorizationUrl: "https://login.example.com/a", tokenUrl: "https://login.example.com/t" };
    const app = { clientId: "by-hand", clientSecret: "made-by-hand" };
    return integrations.create({ organizationId, type: AZURE_DEVOPS, host: "dev.azure.com", ...urls, ...app }).id;
  },
  reach: ({ gitpod }, host, reachable) => gitpod.installation.setReachable(host, reachable),
};

const ona: PlatformUnderTest = {
  name: ONA.displayName,
  type: ONA.integrationType,
  cloud: "ona",
  program: "scmIntegrationOnly.ts",
  tokenSetting: "gitpod:onaToken",
  urlSetting: "gitpod:onaApiUrl",
  apiPath: "/api",
  calls: {
    create: "CreateSCMIntegration",
    read: "GetSCMIntegration",
    update: "UpdateSCMIntegration",
    delete: "DeleteSCMIntegration",
  },
  // Deleting it would delete the sign-ins of all people.
  replacement: "same",
  shown: ["clientId", "issuerUrl"],
  origin: ({ ona }) => ona.origin,
  token: ({ ona }) => ona.token,
  restoreToken: ({ ona }) => {
    ona.access.addToken({}, ona.token);
  },
  settings: ({ ona, entra }, { appId }) => ({
    "gitpod:onaApiUrl": ona.apiUrl,
    "test:runnerId": ona.runnerId,
    "test:issuerUrl": `${entra.authorityHost}/${entra.tenantId}/v2.0`,
    "test:clientId": appId,
  }),
  stackSettings: ({ ona }) => ({ "gitpod:onaApiUrl": ona.apiUrl }),
  entry: ({ ona }) => ({ platform: ONA.name, runnerId: ona.runnerId }),
  takeOver: "UpdateSCMIntegration",
  stored: ({ ona }) =>
    ona.integrations.list().map(({ id, host, oauth, pat }) => {
      return { id, host, pat, clientId: oauth?.clientId, issuerUrl: oauth?.issuerUrl };
    }),
  secret: async ({ ona }, id) => {
    const { oauth, runnerId } = ona.integrations.get(id) ?? {};
    return oauth && ona.runners.get(runnerId ?? "")?.decrypt(oauth.encryptedClientSecret);
  },
  modify: ({ ona }, id, change) => {
    const before = ona.integrations.get(id)?.oauth;
    if (before === undefined) throw new Error(`integration ${id} has no app`);
    ona.integrations.update(id, { oauth: { ...before, ...change } });
  },
  remove: ({ ona }, id) => ona.integrations.remove(id),
  addByHand: async ({ ona }) => {
    const { runnerId, runners, integrations } = ona;
    const encryptedClientSecret = await runners.find(runnerId).encrypt("made-by-hand");
    const oauth = { clientId: "by-hand", encryptedClientSecret, issuerUrl: "https://login.example.com/v2.0" };
    return integrations.create({ runnerId, scmId: "azuredevops_entra", host: "dev.azure.com", pat: false, oauth }).id;
  },
  reach: ({ ona }, host, reachable = true) => {
    for (const { reachableHosts } of ona.runners.list()) {
      if (reachable) reachableHosts.add(host);
      else reachableHosts.delete(host);
    }
  },
};

/** Every platform: a suite that is about integrations is played on each. */
export const PLATFORMS: readonly PlatformUnderTest[] = [classic, ona];

/** The platforms on which a run plays one of many like cases. */
export function platformsOf(index: number): readonly PlatformUnderTest[] {
  return PLATFORMS.filter((_, each) => isTurn(index + each, PLATFORMS.length));
}

/** Those of many like cases that a run plays on a platform. */
export function casesOn<Case>(platform: PlatformUnderTest, cases: readonly Case[]): readonly Case[] {
  return cases.filter((_, index) => platformsOf(index).includes(platform));
}
export { classic as CLASSIC_UNDER_TEST, ona as ONA_UNDER_TEST };
