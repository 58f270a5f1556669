import { describe, expect, test } from "@jest/globals";
import type { AuthProviderApi } from "../../../provider/gitpod/authProviders.ts";
import { authProviderLifecycle } from "../../../provider/resources/authProvider/lifecycle.ts";
import { PartialFailure, ProviderError } from "../../../provider/server/errors.ts";
import { fakeApi, fakeContext, INPUTS, LIVE, STATE } from "./support/fakes.ts";
import { gitpodError } from "./support/gitpodFake.ts";

const LOST = gitpodError("unknown", "the connection broke", "maybe", true);
const DENIED = gitpodError("permission_denied", "You may not.");
const EXISTS = gitpodError("already_exists", "Provider for this host already exists.");

function lifecycle(supplied: Partial<AuthProviderApi>) {
  const { api, calls } = fakeApi(supplied);
  const retry = { maxRetries: 2, backOff: async () => void calls.push("backOff") };
  const tryCredentials = async () => ({ kind: "accepted" }) as const;
  const made = authProviderLifecycle({ api, retry, tryCredentials, gitpodHost: "gitpod.example.com" });
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
    const { create } = lifecycle({ create: async () => LIVE });
    expect(await create(INPUTS, fakeContext())).toMatchObject({
      id: "id-1",
      outputs: { verified: true, type: LIVE.type },
    });
  });

  test("that was lost and not done is done again, a limited number of times", async () => {
    const { create, calls } = lifecycle({ create: fails(LOST), list: async () => [] });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain(
      "could not create the integration for dev.azure.com",
    );
    expect(calls.filter((call) => call === "create").length).toBe(3);
    expect(calls.filter((call) => call === "backOff").length).toBe(2);
  });

  test("that was lost and done is found and brought up to date", async () => {
    let sent = false;
    const update: AuthProviderApi["update"] = async (_id, { clientSecret }) => {
      sent = clientSecret === INPUTS.clientSecret;
      return { ...LIVE, verified: false };
    };
    const { create, calls } = lifecycle({
      create: fails(LOST),
      list: async () => [{ ...LIVE, host: "other" }, LIVE],
      update,
    });
    expect(await create(INPUTS, fakeContext())).toMatchObject({ id: "id-1", outputs: { verified: false } });
    expect(calls).toEqual(["create", "list", "update"]);
    expect(sent).toBe(true);
  });

  test("that was refused makes no further call", async () => {
    const { create, calls } = lifecycle({ create: fails(DENIED) });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain("(permission_denied, request id req)");
    expect(calls).toEqual(["create"]);
  });

  test("stops at somebody else's integration, with every way out", async () => {
    const { create, calls } = lifecycle({ create: fails(EXISTS), list: async () => [{ ...LIVE, clientId: "theirs" }] });
    const said = message(await failure(create(INPUTS, fakeContext())));
    for (const part of ["id-1", "pulumi import gitpod:index:AuthProvider integration id-1", "adoptExisting"]) {
      expect(said).toContain(part);
    }
    expect(calls).toEqual(["create", "list"]);
  });

  test.each([true, false])(
    "stops at one of another type, which nobody can adopt (adoptExisting: %s)",
    async (adoptExisting) => {
      const other = { ...LIVE, type: "AUTH_PROVIDER_TYPE_GITHUB", clientId: "theirs" };
      const { create, calls } = lifecycle({ create: fails(EXISTS), list: async () => [other] });
      const said = message(await failure(create({ ...INPUTS, adoptExisting }, fakeContext())));
      expect(said).toMatch(/with id id-1 and of the type AUTH_PROVIDER_TYPE_GITHUB\. .*delete it in Gitpod/);
      expect(said).not.toContain("adoptExisting");
      expect(calls).toEqual(["create", "list"]);
    },
  );

  test("adopts it when the program says so", async () => {
    const { create } = lifecycle({
      create: fails(EXISTS),
      list: async () => [{ ...LIVE, clientId: "theirs" }],
      update: async () => LIVE,
    });
    expect((await create({ ...INPUTS, adoptExisting: true }, fakeContext())).id).toBe("id-1");
  });

  test("says what Gitpod says where a host is built in", async () => {
    const builtIn = gitpodError("already_exists", "Attempt to override an existing provider.");
    const { create } = lifecycle({ create: fails(builtIn), list: async () => [] });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain("is built into this Gitpod installation");
  });

  test.each([
    ["refused", DENIED],
    ["lost", LOST],
  ])("whose last step is %s keeps the id and leaves the secret open", async (_n, error) => {
    const { create } = lifecycle({ create: fails(LOST), list: async () => [LIVE], update: fails(error) });
    const partial = await failure(create(INPUTS, fakeContext()));
    expect(partial).toBeInstanceOf(PartialFailure);
    expect(partial).toMatchObject({ id: "id-1", unapplied: ["clientSecret"] });
  });

  test("that is cancelled in its list says so and makes nothing twice", async () => {
    const reason = new ProviderError("cancelled");
    const { create, calls } = lifecycle({ create: fails(LOST), list: fails(reason) });
    expect(await failure(create(INPUTS, fakeContext()))).toBe(reason);
    expect(calls).toEqual(["create", "list"]);
  });

  test("with the mark of an import for a secret makes no call", async () => {
    const { create, update, calls } = lifecycle({});
    const redacted = { ...INPUTS, clientSecret: "redacted" };
    expect(message(await failure(create(redacted, fakeContext())))).toContain("Give the client secret");
    expect(message(await failure(update("id-1", STATE, redacted, fakeContext())))).toContain("Give the client secret");
    expect(calls).toEqual([]);
  });
});

describe("a read", () => {
  test("takes everything but the secret from Gitpod", async () => {
    const { read } = lifecycle({ get: async () => ({ ...LIVE, clientId: "theirs", verified: false }) });
    const live = await read("id-1", STATE, fakeContext());
    expect(live?.inputs.clientId).toBe("theirs");
    expect(Object.keys(live?.inputs ?? {}).includes("clientSecret")).toBe(false);
    expect(live?.outputs.verified).toBe(false);
  });

  test("says when it is gone, and fails when it cannot tell", async () => {
    expect(await lifecycle({ get: async () => undefined }).read("id-1", STATE, fakeContext())).toBeUndefined();
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

  test("says what to do when it is gone", async () => {
    const { update } = lifecycle({ update: fails(gitpodError("not_found", "Provider not found.")) });
    const error = await failure(update("id-1", STATE, NEWS, fakeContext()));
    expect(message(error)).toContain("pulumi up --refresh");
    expect(error).not.toBeInstanceOf(PartialFailure);
  });

  test("that failed leaves open which secret Gitpod has", async () => {
    const { update } = lifecycle({ update: fails(LOST) });
    const partial = await failure(update("id-1", STATE, NEWS, fakeContext()));
    expect(partial).toBeInstanceOf(PartialFailure);
    expect(partial).toMatchObject({ id: "id-1", unapplied: ["clientSecret"], outputs: { verified: true } });
  });

  test("that was never sent for want of a token leaves the state as it is", async () => {
    const missing = new ProviderError("gitpod:token is not set");
    const { update } = lifecycle({ update: fails(missing) });
    expect(await failure(update("id-1", STATE, NEWS, fakeContext()))).toBe(missing);
  });
});

describe("a deletion", () => {
  test("leaves alone what the same run has taken over", async () => {
    const {
      create,
      delete: remove,
      calls,
    } = lifecycle({
      create: fails(EXISTS),
      list: async () => [LIVE],
      update: async () => LIVE,
      delete: async () => undefined,
    });
    await create(INPUTS, fakeContext());
    await remove("id-1", STATE, fakeContext());
    expect(calls.includes("delete")).toBe(false);
    await remove("id-2", STATE, fakeContext());
    expect(calls.at(-1)).toBe("delete");
  });

  test("that failed says what and where", async () => {
    const { delete: remove } = lifecycle({ delete: fails(DENIED) });
    expect(message(await failure(remove("id-1", STATE, fakeContext())))).toContain(
      `could not delete the integration for dev.azure.com in organization ${INPUTS.organizationId}`,
    );
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
