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

/** An API whose calls are noted; those that a test does not supply fail it. */
export function fakeApi(supplied: Partial<IntegrationApi> = {}): { api: IntegrationApi; calls: string[] } {
  const calls: string[] = [];
  const noted = <Args extends unknown[], R>(name: string, call?: (...args: Args) => Promise<R>) => {
    return (...args: Args): Promise<R> => {
      calls.push(name);
      return call?.(...args) ?? Promise.reject(new Error(`${name} was not expected to be called`));
    };
  };
  const api: IntegrationApi = {
    create: noted("create", supplied.create),
    get: noted("get", supplied.get),
    list: noted("list", supplied.list),
    update: noted("update", supplied.update),
    delete: noted("delete", supplied.delete),
  };
  return { api, calls };
}

export interface FakeContext extends OperationContext {
  readonly clock: SimulatedClock;
  /** Everything said to people. */
  readonly said: string[];
}

export function fakeContext(signal = new AbortController().signal): FakeContext {
  const said: string[] = [];
  const say = (kind: string) => (message: string) => void said.push(`${kind}: ${message}`);
  const log = { status: say("status"), debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
  return { urn: URN, signal, clock: new SimulatedClock(), log, said };
}
