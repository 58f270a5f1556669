import type { IntegrationApi } from "../../../../provider/classic/integrationApi.ts";
import { IntegrationLifecycle } from "../../../../provider/classic/lifecycle.ts";
import type { State } from "../../../../provider/classic/schema.ts";
import type { IntegrationServices } from "../../../../provider/classic/services.ts";
import type { TryCredentials } from "../../../../provider/entra/tokenEndpoint.ts";
import { fakeApi, STATE } from "./fakes.ts";
import { gitpodError } from "./gitpodFake.ts";

export const LOST = gitpodError("broken", "the connection broke", "maybe", true);
export const DENIED = gitpodError("forbidden", "You may not.");

export const UNSEEN = gitpodError("notFound", "Organization not found.");
export const MOVED: State = {
  ...STATE,
  redirectUri: "https://old.example.com/auth/callback",
  activationUrl: "https://old.example.com/api/authorize?host=dev.azure.com",
};

export function lifecycle(
  supplied: Partial<IntegrationApi>,
  formerApi: IntegrationServices["formerApi"] = () => undefined,
  tryCredentials: TryCredentials = async () => ({ kind: "accepted" }),
) {
  const { api, calls } = fakeApi(supplied);
  const retry = { maxRetries: 2, backOff: async () => void calls.push("backOff") };
  const made = new IntegrationLifecycle({
    api,
    formerApi,
    retry,
    tryCredentials,
    gitpodHost: "gitpod.example.com",
    warnOfMissingToken: () => undefined,
  });
  return {
    check: made.check.bind(made),
    diff: made.diff.bind(made),
    create: made.create.bind(made),
    read: made.read.bind(made),
    update: made.update.bind(made),
    delete: made.delete.bind(made),
    calls,
  };
}
export const fails = (error: Error) => () => Promise.reject(error);
export const failure = (operation: Promise<unknown>) =>
  operation.then(
    () => undefined,
    (error: unknown) => error,
  );
export const message = (error: unknown) => (error instanceof Error ? error.message : "");
