import type { Integration, IntegrationApi } from "../../../../provider/classic/integrationApi.ts";
import type { Inputs, State } from "../../../../provider/classic/schema.ts";
import type { OperationContext } from "../../../../provider-kit/resource.ts";
import { SimulatedClock } from "../../support/clock.ts";

export const URN = "urn:pulumi:dev::project::gitpod:index:AuthProvider::integration";

export const INPUTS: Inputs = {
  organizationId: "0d7eb2ab-4f0f-4f3c-8d3e-0a2f7f3c9d11",
  host: "dev.azure.com",
  authorizationUrl: "https://login.example.com/authorize",
  tokenUrl: "https://login.example.com/token",
  clientId: "client",
  clientSecret: "canary-secret",
  adoptExisting: false,
  verifyCredentials: true,
};

const { clientSecret: _hidden, adoptExisting: _adopt, verifyCredentials: _verify, ...shown } = INPUTS;
export const LIVE: Integration = {
  ...shown,
  id: "id-1",
  type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS",
  settingsUrl: "https://app.vssps.visualstudio.com/me/settings",
  verified: true,
  scopes: ["a", "b"],
};

export const STATE: State = {
  ...INPUTS,
  verified: true,
  redirectUri: "https://gitpod.example.com/auth/callback",
  activationUrl: "https://gitpod.example.com/api/authorize",
  scopes: ["a", "b"],
  settingsUrl: LIVE.settingsUrl,
  type: LIVE.type,
};

/** An API that records its calls; those that a test does not supply fail. */
export function fakeApi(supplied: Partial<IntegrationApi> = {}): { api: IntegrationApi; calls: string[] } {
  const calls: string[] = [];
  const recorded = <Args extends unknown[], R>(name: string, call?: (...args: Args) => Promise<R>) => {
    return (...args: Args): Promise<R> => {
      calls.push(name);
      return call?.(...args) ?? Promise.reject(new Error(`${name} was not expected to be called`));
    };
  };
  const api: IntegrationApi = {
    create: recorded("create", supplied.create),
    get: recorded("get", supplied.get),
    list: recorded("list", supplied.list),
    update: recorded("update", supplied.update),
    delete: recorded("delete", supplied.delete),
  };
  return { api, calls };
}

export interface FakeContext extends OperationContext {
  readonly clock: SimulatedClock;
  /** Everything logged. */
  readonly messages: string[];
}

export function fakeContext(signal = new AbortController().signal): FakeContext {
  const messages: string[] = [];
  const add = (kind: string) => (message: string) => void messages.push(`${kind}: ${message}`);
  const log = { status: add("status"), debug: add("debug"), info: add("info"), warn: add("warn"), error: add("error") };
  return { urn: URN, signal, clock: new SimulatedClock(), log, messages };
}
