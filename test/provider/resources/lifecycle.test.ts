import { describe, expect, test } from "@jest/globals";
import type { AuthProvider, AuthProviderApi } from "../../../provider/gitpod/authProviders.ts";
import { authProviderLifecycle } from "../../../provider/resources/authProvider/lifecycle.ts";
import type { State } from "../../../provider/resources/authProvider/schema.ts";
import type { AuthProviderServices } from "../../../provider/resources/authProvider/services.ts";
import { PartialFailure, ProviderError } from "../../../provider/server/errors.ts";
import { fakeApi, fakeContext, INPUTS, LIVE, STATE, URN } from "./support/fakes.ts";
import { gitpodError } from "./support/gitpodFake.ts";

const LOST = gitpodError("unknown", "the connection broke", "maybe", true);
const DENIED = gitpodError("permission_denied", "You may not.");

const UNSEEN = gitpodError("not_found", "Organization not found.");
const MOVED: State = {
  ...STATE,
  redirectUri: "https://old.example.com/auth/callback",
  activationUrl: "https://old.example.com/api/authorize?host=dev.azure.com",
};

function lifecycle(supplied: Partial<AuthProviderApi>, formerApi: AuthProviderServices["formerApi"] = () => undefined) {
  const { api, calls } = fakeApi(supplied);
  const retry = { maxRetries: 2, backOff: async () => void calls.push("backOff") };
  const tryCredentials = async () => ({ kind: "accepted" }) as const;
  const made = authProviderLifecycle({ api, formerApi, retry, tryCredentials, gitpodHost: "gitpod.example.com" });
  return { ...made, calls };
}
const fails = (error: Error) => () => Promise.reject(error);
const failure = (operation: Promise<unknown>) =>
  operation.then(
    () => undefined,
    (error: unknown) => error,
  );
const message = (error: unknown) => (error instanceof Error ? error.message : "");

describe("a creation", () => {
  test("gives id and outputs", async () => {
    const { create, calls } = lifecycle({ list: async () => [], create: async () => LIVE });
    expect(await create(INPUTS, fakeContext())).toMatchObject({
      id: "id-1",
      outputs: { verified: true, type: LIVE.type },
    });
    expect(calls).toEqual(["list", "create"]);
  });

  test("that was lost and not done is done again, a limited number of times", async () => {
    const { create, calls } = lifecycle({ create: fails(LOST), list: async () => [] });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain(
      "could not create the integration for dev.azure.com",
    );
    expect(calls.filter((call) => call === "create").length).toBe(3);
    expect(calls.filter((call) => call === "backOff").length).toBe(2);
  });

  /** Nothing stands there at first; then the integration that a lost creation has made. */
  const appears = (...integrations: AuthProvider[]) => {
    const answers = [[], integrations];
    return async () => answers.shift() ?? integrations;
  };

  test("that was lost and done is found and brought up to date", async () => {
    let sent = false;
    const update: AuthProviderApi["update"] = async (_id, { clientSecret }) => {
      sent = clientSecret === INPUTS.clientSecret;
      return { ...LIVE, verified: false };
    };
    const { create, calls } = lifecycle({
      create: fails(LOST),
      list: appears({ ...LIVE, host: "other" }, LIVE),
      update,
    });
    expect(await create(INPUTS, fakeContext())).toMatchObject({ id: "id-1", outputs: { verified: false } });
    expect(calls).toEqual(["list", "create", "list", "update"]);
    expect(sent).toBe(true);
  });

  test.each([
    ["refused", DENIED],
    ["lost", LOST],
  ])(
    "that was lost and done, and whose last step is %s, keeps the id and leaves the secret open",
    async (_n, error) => {
      const { create } = lifecycle({ create: fails(LOST), list: appears(LIVE), update: fails(error) });
      const partial = await failure(create(INPUTS, fakeContext()));
      expect(partial).toBeInstanceOf(PartialFailure);
      expect(partial).toMatchObject({ id: "id-1", unapplied: { clientSecret: undefined } });
    },
  );

  test("that was refused makes no further call", async () => {
    const { create, calls } = lifecycle({ list: async () => [], create: fails(DENIED) });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain("(permission_denied, request id req)");
    expect(calls).toEqual(["list", "create"]);
  });

  test("says what Gitpod says where a host is built in", async () => {
    const builtIn = gitpodError("already_exists", "Attempt to override an existing provider.");
    const { create } = lifecycle({ create: fails(builtIn), list: async () => [] });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain("is built into this Gitpod installation");
  });

  test("that is cancelled in its list says so and makes nothing", async () => {
    const reason = new ProviderError("cancelled");
    const { create, calls } = lifecycle({ list: fails(reason) });
    expect(await failure(create(INPUTS, fakeContext()))).toBe(reason);
    expect(calls).toEqual(["list"]);
  });

  test("with the mark of an import for a secret makes no call", async () => {
    const { create, update, calls } = lifecycle({});
    const redacted = { ...INPUTS, clientSecret: "redacted" };
    expect(message(await failure(create(redacted, fakeContext())))).toContain("Give the client secret");
    expect(message(await failure(update("id-1", STATE, redacted, fakeContext())))).toContain("Give the client secret");
    expect(calls).toEqual([]);
  });
});

describe("a creation where an integration stands already", () => {
  const UNUSED = { ...LIVE, verified: false };
  const anew = (former: AuthProvider) => {
    const made = { list: async () => [former], delete: async () => undefined };
    return lifecycle({ ...made, create: async () => ({ ...LIVE, id: "id-2" }) });
  };

  test("makes one of this app that was never active anew, with a new id", async () => {
    const { create, calls } = anew(UNUSED);
    expect((await create(INPUTS, fakeContext())).id).toBe("id-2");
    expect(calls).toEqual(["list", "delete", "create"]);
  });

  test.each<[string, Partial<AuthProvider>, RegExp]>([
    ["is active", {}, /with id id-1 and this client id\. It is active/],
    ["has other endpoints", { verified: false, tokenUrl: "https://theirs" }, /this client id, but other endpoints/],
    ["is another app's", { verified: false, clientId: "theirs" }, /with id id-1 and another client id\. /],
    ["is another app's, in capitals", { clientId: "theirs", host: "Dev.Azure.com" }, /another client id\. /],
  ])("leaves one alone that %s, and says every way out", async (_name, differences, words) => {
    const { create, calls } = lifecycle({ list: async () => [{ ...LIVE, ...differences }] });
    const said = message(await failure(create(INPUTS, fakeContext())));
    expect(said).toMatch(words);
    expect(said).toContain("adoptExisting");
    expect(said).toContain("pulumi import gitpod:index:AuthProvider integration id-1");
    expect(calls).toEqual(["list"]);
  });

  test("with adoptExisting makes an active one of this app anew", async () => {
    const { create, calls } = anew(LIVE);
    expect((await create({ ...INPUTS, adoptExisting: true }, fakeContext())).id).toBe("id-2");
    expect(calls).toEqual(["list", "delete", "create"]);
  });

  test("with adoptExisting gives one of another app these credentials", async () => {
    const theirs = { ...LIVE, clientId: "theirs" };
    const { create, calls } = lifecycle({ list: async () => [theirs], update: async () => LIVE });
    expect((await create({ ...INPUTS, adoptExisting: true }, fakeContext())).id).toBe("id-1");
    expect(calls).toEqual(["list", "update"]);
  });

  test.each([true, false])("leaves one of another type alone (adoptExisting: %s)", async (adoptExisting) => {
    const other = { ...LIVE, type: "AUTH_PROVIDER_TYPE_GITHUB", clientId: "theirs" };
    const { create, calls } = lifecycle({ list: async () => [other] });
    const said = message(await failure(create({ ...INPUTS, adoptExisting }, fakeContext())));
    expect(said).toMatch(/with id id-1 and of the type AUTH_PROVIDER_TYPE_GITHUB\. .*delete it in Gitpod/);
    expect(said).not.toContain("adoptExisting");
    expect(calls).toEqual(["list"]);
  });

  test("leaves one alone that another resource of the program has", async () => {
    const { create, check, diff, calls } = lifecycle({ list: async () => [UNUSED] });
    check?.({ ...INPUTS, host: "tfs.example.com" }, `${URN}-other`);
    diff?.("id-1", `${URN}-other`, STATE, false);
    const said = message(await failure(create({ ...INPUTS, adoptExisting: true }, fakeContext())));
    expect(said).toContain("is that of integration-other in this program");
    expect(calls).toEqual(["list"]);
  });

  test("says that the former one is deleted already when the new one cannot be made", async () => {
    const { create } = lifecycle({ list: async () => [UNUSED], delete: async () => undefined, create: fails(DENIED) });
    const said = message(await failure(create(INPUTS, fakeContext())));
    expect(said).toContain("Integration id-1, whose place it takes, is deleted already: run `pulumi up --refresh`");
  });
});

describe("a read", () => {
  test("keeps the secret where the app is the program's", async () => {
    const { read } = lifecycle({ get: async () => LIVE, list: async () => [LIVE] });
    const live = await read("id-1", STATE, fakeContext());
    expect(Object.keys(live?.inputs ?? {}).includes("clientSecret")).toBe(false);
    const half = await read("id-1", { ...STATE, clientId: "former" }, fakeContext(), INPUTS);
    expect(Object.keys(half?.inputs ?? {}).includes("clientSecret")).toBe(false);
  });

  test("takes the client id from Gitpod, and the secret for unknown where that is another app's", async () => {
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
    expect(context.said.join()).toContain("it is at old.example.com, and gitpod:host is gitpod.example.com");
    expect(calls).toEqual([]);
  });

  test("says when it is gone, and fails when it cannot tell", async () => {
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

  test("for an import marks the secret, and refuses what is not an organization's Azure DevOps", async () => {
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

  test.each<[string, Partial<AuthProviderApi>]>([
    ["before", { get: async () => undefined, list: async () => [] }],
    ["meanwhile", { get: async () => LIVE, update: fails(gitpodError("not_found", "Provider not found.")) }],
  ])("says what to do when it is gone %s", async (_name, api) => {
    const { update } = lifecycle(api);
    const error = await failure(update("id-1", STATE, NEWS, fakeContext()));
    expect(message(error)).toContain("pulumi up --refresh");
    expect(error).not.toBeInstanceOf(PartialFailure);
  });

  test("leaves alone what another app signs in with", async () => {
    const { update, calls } = lifecycle({ get: async () => ({ ...LIVE, clientId: "theirs" }) });
    const said = message(await failure(update("id-1", STATE, NEWS, fakeContext())));
    expect(said).toContain("another app by now (client id theirs), so nothing was changed");
    expect(said).toContain("pulumi up --refresh");
    expect(calls).toEqual(["get"]);
  });

  test("goes on with an adoption that failed half-way", async () => {
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

  test("that was never sent for want of a token leaves the state as it is", async () => {
    const missing = new ProviderError("gitpod:token is not set");
    const { update } = lifecycle({ get: async () => LIVE, update: fails(missing) });
    expect(await failure(update("id-1", STATE, NEWS, fakeContext()))).toBe(missing);
  });
});

describe("a deletion", () => {
  const deletes = (live: AuthProvider | undefined, formerApi?: AuthProviderServices["formerApi"]) =>
    lifecycle({ get: async () => live, list: async () => [], delete: async () => undefined }, formerApi);

  test("deletes what the program has made", async () => {
    const { delete: remove, calls } = deletes(LIVE);
    await remove("id-1", STATE, fakeContext());
    expect(calls).toEqual(["get", "delete"]);
  });

  test("deletes it also after an update to another app that failed half-way", async () => {
    const { delete: remove, calls } = deletes(LIVE);
    await remove("id-1", { ...STATE, clientId: "former" }, fakeContext(), INPUTS);
    expect(calls).toEqual(["get", "delete"]);
  });

  test("succeeds when there is nothing, as the organization's list says", async () => {
    const { delete: remove, calls } = deletes(undefined);
    await remove("id-1", STATE, fakeContext());
    expect(calls).toEqual(["get", "list"]);
  });

  test("of what cannot be seen any more fails", async () => {
    const { delete: remove } = lifecycle({ get: async () => undefined, list: fails(UNSEEN) });
    expect(message(await failure(remove("id-1", STATE, fakeContext())))).toContain("Organization not found.");
  });

  test.each<[string, State, AuthProvider, string]>([
    ["has another app by now", STATE, { ...LIVE, clientId: "theirs" }, "another app by now (client id theirs)"],
    ["was imported and never given credentials", { ...STATE, clientSecret: "redacted" }, LIVE, "never given it"],
  ])("leaves one alone that %s, and says so", async (_name, state, live, words) => {
    const { delete: remove, calls } = deletes(live);
    const context = fakeContext();
    await remove("id-1", state, context);
    expect(context.said.join()).toContain(words);
    expect(calls).not.toContain("delete");
  });

  test("leaves one alone that a resource of the program has too", async () => {
    const { delete: remove, check, diff, calls } = deletes(LIVE);
    check?.(INPUTS, URN);
    diff?.("id-1", URN, STATE, false);
    await remove("id-1", STATE, fakeContext());
    expect(calls).not.toContain("delete");
  });

  test("fails where a resource of the program has its own in that place", async () => {
    const { delete: remove, check, calls } = deletes(LIVE);
    check?.(INPUTS, `${URN}-other`);
    expect(message(await failure(remove("id-1", STATE, fakeContext())))).toContain("Run `pulumi up --refresh`");
    expect(calls).not.toContain("delete");
  });

  test("that failed says what and where", async () => {
    const { delete: remove } = lifecycle({ get: async () => LIVE, delete: fails(DENIED) });
    expect(message(await failure(remove("id-1", STATE, fakeContext())))).toContain(
      `could not delete the integration for dev.azure.com in organization ${INPUTS.organizationId}`,
    );
  });

  describe("of an integration on the installation that was set before", () => {
    test("fails while nothing says that the program has moved", async () => {
      const { delete: remove, calls } = deletes(LIVE);
      const said = message(await failure(remove("id-1", MOVED, fakeContext())));
      expect(said).toContain("Set gitpod:host to old.example.com and run `pulumi up`");
      expect(calls).toEqual([]);
    });

    test("is done with the token of that installation", async () => {
      const former = fakeApi({ get: async () => LIVE, delete: async () => undefined });
      const { delete: remove, check, calls } = deletes(LIVE, () => former.api);
      check?.(INPUTS, URN);
      await remove("id-1", MOVED, fakeContext());
      expect([calls, former.calls]).toEqual([[], ["get", "delete"]]);
    });

    test.each<[string, AuthProviderServices["formerApi"]]>([
      ["its token is not known", () => undefined],
      ["it fails", () => fakeApi({ get: fails(DENIED) }).api],
    ])("is left to a person where %s", async (_name, formerApi) => {
      const { delete: remove, check, calls } = deletes(LIVE, formerApi);
      const context = fakeContext();
      check?.(INPUTS, URN);
      await remove("id-1", MOVED, context);
      expect(context.said.join()).toContain("integration id-1 is still at old.example.com");
      expect(calls).toEqual([]);
    });
  });
});

describe("what the program has", () => {
  test("two resources for one organization and host are refused", () => {
    const { check } = lifecycle({});
    expect(check?.(INPUTS, URN)).toEqual([]);
    expect(check?.(INPUTS, URN)).toEqual([]);
    const [failed] = check?.({ ...INPUTS, host: "DEV.azure.com" }, `${URN}-2`) ?? [];
    expect(failed).toMatchObject({ property: "host" });
    expect(failed?.reason).toContain("of integration; remove one of the two");
    expect(check?.({ ...INPUTS, host: "tfs.example.com" }, `${URN}-3`)).toEqual([]);
  });

  test("two resources with one id are refused, with the way out", () => {
    const { check, diff } = lifecycle({});
    check?.(INPUTS, URN);
    check?.({ ...INPUTS, host: "tfs.example.com" }, `${URN}-2`);
    diff?.("id-1", URN, STATE, false);
    expect(() => diff?.("id-1", URN, STATE, false)).not.toThrow();
    expect(() => diff?.("id-1", `${URN}-2`, STATE, false)).toThrow(`pulumi state delete '${URN}-2'`);
  });

  test("a refresh compares what is in the program no longer, and refuses nothing", () => {
    const { check, diff } = lifecycle({});
    check?.(INPUTS, URN);
    diff?.("id-1", URN, STATE, false);
    expect(diff?.("id-1", `${URN}-former`, STATE, false)).toEqual([]);
  });

  test("an integration on another installation is replaced", () => {
    expect(lifecycle({}).diff?.("id-1", URN, MOVED, false)).toEqual([{ property: "redirectUri", replaces: true }]);
    expect(lifecycle({}).diff?.("id-1", URN, STATE, false)).toEqual([]);
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
  expect(context.said.some((text) => text.includes("canary"))).toBe(false);
});
