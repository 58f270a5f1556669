import { describe, expect, test } from "@jest/globals";
import type { IntegrationApi } from "../../../provider/classic/integrationApi.ts";
import type { State } from "../../../provider/classic/schema.ts";
import type { Credentials, TryCredentials, Verdict } from "../../../provider/entra/tokenEndpoint.ts";
import { PartialFailure, ProviderError } from "../../../provider-kit/errors.ts";
import { fakeContext, INPUTS, LIVE, STATE } from "./support/fakes.ts";
import { gitpodError } from "./support/gitpodFake.ts";
import { DENIED, fails, failure, LOST, lifecycle, MOVED, message, UNSEEN } from "./support/lifecycle.ts";

describe("a read", () => {
  test("keeps the secret if the app is the program's", async () => {
    const { read } = lifecycle({ get: async () => LIVE, list: async () => [LIVE] });
    const live = await read("id-1", STATE, fakeContext());
    expect(Object.keys(live?.inputs ?? {}).includes("clientSecret")).toBe(false);
    const half = await read("id-1", { ...STATE, clientId: "former" }, fakeContext(), INPUTS);
    expect(Object.keys(half?.inputs ?? {}).includes("clientSecret")).toBe(false);
  });

  test("takes the client id from Gitpod, and marks the secret as unknown if it is another app's", async () => {
    const { read } = lifecycle({ get: async () => ({ ...LIVE, clientId: "theirs", verified: false }) });
    const live = await read("id-1", STATE, fakeContext());
    expect(live?.inputs.clientId).toBe("theirs");
    expect(live?.inputs.clientSecret).toBe("redacted");
    expect(live?.outputs.verified).toBe(false);
  });

  test("of an integration on another installation keeps what is known, and says so", async () => {
    const { read, calls } = lifecycle({});
    const context = fakeContext();
    const live = await read("id-1", MOVED, context);
    expect(live).toMatchObject({ inputs: {}, outputs: { redirectUri: MOVED.redirectUri } });
    expect(context.messages.join()).toContain(
      "it is at old.example.com, and the last `pulumi up` ran with gitpod:host gitpod.example.com",
    );
    expect(calls).toEqual([]);
  });

  test("reports when it is gone, and fails when it cannot tell", async () => {
    const gone = { get: async () => undefined, list: async () => [] };
    expect(await lifecycle(gone).read("id-1", STATE, fakeContext())).toBeUndefined();
    const unseen = { get: async () => undefined, list: fails(UNSEEN) };
    expect(message(await failure(lifecycle(unseen).read("id-1", STATE, fakeContext())))).toContain(
      "Organization not found.",
    );
    const denied = lifecycle({ get: fails(DENIED) });
    expect(message(await failure(denied.read("id-1", STATE, fakeContext())))).toContain(
      "could not read the integration for dev.azure.com",
    );
    expect(message(await failure(denied.read("id-1", undefined, fakeContext())))).toContain(
      "could not read integration id-1",
    );
  });

  describe("asks Entra about the secret that Gitpod has", () => {
    const REFUSED: Verdict = { kind: "refused", code: "AADSTS7000222", reason: "expired", transient: false };
    const readWith = async (state: State, ...verdicts: Verdict[]) => {
      const asked: Credentials[] = [];
      const tryCredentials: TryCredentials = async (credentials) => {
        asked.push(credentials);
        return verdicts.shift() ?? { kind: "accepted" };
      };
      const { read } = lifecycle({ get: async () => LIVE }, undefined, tryCredentials);
      return { since: (await read("id-1", state, fakeContext()))?.outputs.refusedSince, asked };
    };
    const SINCE = "2030-01-01T00:00:00Z";

    test("and notes when it was first refused", async () => {
      const { since, asked } = await readWith(STATE, REFUSED);
      expect(since).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(asked).toEqual([{ clientId: LIVE.clientId, tokenUrl: LIVE.tokenUrl, clientSecret: STATE.clientSecret }]);
      expect((await readWith({ ...STATE, refusedSince: SINCE }, REFUSED)).since).toBe(SINCE);
    });

    test("and forgets that once it is accepted, but not when nothing is proven", async () => {
      expect((await readWith({ ...STATE, refusedSince: SINCE })).since).toBeUndefined();
      expect((await readWith({ ...STATE, refusedSince: SINCE }, { kind: "inconclusive", reason: "?" })).since).toBe(
        SINCE,
      );
    });

    test("twice if the refusal may be transient", async () => {
      const transient = { ...REFUSED, transient: true };
      expect((await readWith(STATE, transient)).since).toBeUndefined();
      expect((await readWith(STATE, transient, transient)).since).toBeDefined();
    });

    test.each<[string, Partial<State>]>([
      ["verifyCredentials is false", { verifyCredentials: false }],
      ["it does not know the secret", { clientSecret: "redacted" }],
      ["another app signs people in", { clientId: "former" }],
    ])("but not if %s", async (_, state) => {
      expect(await readWith({ ...STATE, ...state }, REFUSED)).toEqual({ since: undefined, asked: [] });
    });
  });

  test("for an import marks the secret, and refuses all but an organization's Azure DevOps", async () => {
    const imported = (live: object) =>
      lifecycle({ get: async () => ({ ...LIVE, ...live }) }).read("id-1", undefined, fakeContext());
    expect((await imported({}))?.inputs.clientSecret).toBe("redacted");
    expect(message(await failure(imported({ type: "AUTH_PROVIDER_TYPE_GITLAB" })))).toContain("not for Azure DevOps");
    expect(message(await failure(imported({ organizationId: "" })))).toContain("belongs to a single user");
  });
});

describe("an update", () => {
  const NEWS = { ...INPUTS, clientSecret: "canary-secret-2" };

  test("makes no call when nothing changed for Gitpod", async () => {
    const { update, calls } = lifecycle({});
    const news = { ...INPUTS, adoptExisting: true, verifyCredentials: false };
    expect(await update("id-1", STATE, news, fakeContext())).toMatchObject({ verified: true });
    expect(calls).toEqual([]);
  });

  test.each<[string, Partial<IntegrationApi>]>([
    ["before", { get: async () => undefined, list: async () => [] }],
    ["meanwhile", { get: async () => LIVE, update: fails(gitpodError("notFound", "Provider not found.")) }],
  ])("says what to do when it is gone %s", async (_name, api) => {
    const { update } = lifecycle(api);
    const error = await failure(update("id-1", STATE, NEWS, fakeContext()));
    expect(message(error)).toContain("pulumi up --refresh");
    expect(error).not.toBeInstanceOf(PartialFailure);
  });

  test("leaves alone an integration that now uses another app", async () => {
    const { update, calls } = lifecycle({ get: async () => ({ ...LIVE, clientId: "theirs" }) });
    const text = message(await failure(update("id-1", STATE, NEWS, fakeContext())));
    expect(text).toContain("with another app (client id theirs), so nothing was changed");
    expect(text).toContain("pulumi up --refresh");
    expect(calls).toEqual(["get"]);
  });

  test("continues an adoption that failed half-way", async () => {
    const { clientSecret: _unknown, ...half } = STATE;
    const { update, calls } = lifecycle({
      get: async () => ({ ...LIVE, clientId: "theirs" }),
      update: async () => LIVE,
    });
    await update("id-1", half as State, { ...NEWS, adoptExisting: true }, fakeContext());
    expect(calls).toEqual(["get", "update"]);
  });

  test("that failed leaves open which credentials Gitpod has", async () => {
    const { update } = lifecycle({ get: async () => LIVE, update: fails(LOST) });
    const partial = await failure(update("id-1", STATE, { ...NEWS, clientId: "next" }, fakeContext()));
    expect(partial).toBeInstanceOf(PartialFailure);
    expect(partial).toMatchObject({
      id: "id-1",
      unapplied: { clientSecret: undefined, clientId: STATE.clientId },
      outputs: { verified: true },
    });
  });

  test("that was not sent without a token leaves the state as it is", async () => {
    const missing = new ProviderError("gitpod:token is not set");
    const { update } = lifecycle({ get: async () => LIVE, update: fails(missing) });
    expect(await failure(update("id-1", STATE, NEWS, fakeContext()))).toBe(missing);
  });
});

test("no error of any operation holds the secret", async () => {
  const all = fails(LOST);
  const {
    create,
    read,
    update,
    delete: remove,
  } = lifecycle({ create: all, get: all, list: all, update: all, delete: all });
  const context = fakeContext();
  const operations = [
    create(INPUTS, context),
    read("id-1", STATE, context),
    update("id-1", STATE, { ...INPUTS, clientSecret: "canary-secret-2" }, context),
    remove("id-1", STATE, context),
  ];
  const errors = await Promise.all(operations.map(failure));
  expect(errors.some((error) => message(error).includes("canary"))).toBe(false);
  expect(context.messages.some((text) => text.includes("canary"))).toBe(false);
});
