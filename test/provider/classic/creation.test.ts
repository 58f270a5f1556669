import { describe, expect, test } from "@jest/globals";
import type { Integration, IntegrationApi } from "../../../provider/classic/integrationApi.ts";
import { PartialFailure, ProviderError } from "../../../provider-kit/errors.ts";
import { fakeContext, INPUTS, LIVE, STATE, URN } from "./support/fakes.ts";
import { gitpodError } from "./support/gitpodFake.ts";
import { DENIED, fails, failure, LOST, lifecycle, message } from "./support/lifecycle.ts";

describe("a creation", () => {
  test("returns the id and outputs", async () => {
    const { create, calls } = lifecycle({ list: async () => [], create: async () => LIVE });
    expect(await create(INPUTS, fakeContext())).toMatchObject({
      id: "id-1",
      outputs: { verified: true, type: LIVE.type },
    });
    expect(calls).toEqual(["list", "create"]);
  });

  test("that was lost before it was done is retried a limited number of times", async () => {
    const { create, calls } = lifecycle({ create: fails(LOST), list: async () => [] });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain(
      "could not create the integration for dev.azure.com",
    );
    expect(calls.filter((call) => call === "create").length).toBe(3);
    expect(calls.filter((call) => call === "backOff").length).toBe(2);
  });

  /** Nothing exists at first; then the integration that a lost creation has made. */
  const appears = (...integrations: Integration[]) => {
    const answers = [[], integrations];
    return async () => answers.shift() ?? integrations;
  };

  test("whose answer was lost is found and updated", async () => {
    let sent = false;
    const update: IntegrationApi["update"] = async (_id, { clientSecret }) => {
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
  ])("whose answer was lost and whose last step is %s keeps the id and leaves the secret unset", async (_n, error) => {
    const { create } = lifecycle({ create: fails(LOST), list: appears(LIVE), update: fails(error) });
    const partial = await failure(create(INPUTS, fakeContext()));
    expect(partial).toBeInstanceOf(PartialFailure);
    expect(partial).toMatchObject({ id: "id-1", unapplied: { clientSecret: undefined } });
  });

  test("that was refused makes no further call", async () => {
    const { create, calls } = lifecycle({ list: async () => [], create: fails(DENIED) });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain("(forbidden, request id req)");
    expect(calls).toEqual(["list", "create"]);
  });

  test("says that a host is built in", async () => {
    const builtIn = gitpodError("alreadyExists", "Attempt to override an existing provider.");
    const { create } = lifecycle({ create: fails(builtIn), list: async () => [] });
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain("is built into this Gitpod installation");
  });

  test("that is cancelled while it lists says so and creates nothing", async () => {
    const reason = new ProviderError("cancelled");
    const { create, calls } = lifecycle({ list: fails(reason) });
    expect(await failure(create(INPUTS, fakeContext()))).toBe(reason);
    expect(calls).toEqual(["list"]);
  });

  test("with an import's placeholder for a secret makes no call", async () => {
    const { create, update, calls } = lifecycle({});
    const redacted = { ...INPUTS, clientSecret: "redacted" };
    expect(message(await failure(create(redacted, fakeContext())))).toContain("Give the client secret");
    expect(message(await failure(update("id-1", STATE, redacted, fakeContext())))).toContain("Give the client secret");
    expect(calls).toEqual([]);
  });
});

describe("a creation where an integration already exists", () => {
  const UNUSED = { ...LIVE, verified: false };
  const recreates = (former: Integration) => {
    const made = { list: async () => [former], delete: async () => undefined };
    return lifecycle({ ...made, create: async () => ({ ...LIVE, id: "id-2" }) });
  };

  test("recreates one of this app that was never active, with a new id", async () => {
    const { create, calls } = recreates(UNUSED);
    expect((await create(INPUTS, fakeContext())).id).toBe("id-2");
    expect(calls).toEqual(["list", "delete", "create"]);
  });

  test.each<[string, Partial<Integration>, RegExp]>([
    ["is active", {}, /with id id-1 and this client id\. It is active/],
    ["has other endpoints", { verified: false, tokenUrl: "https://theirs" }, /this client id, but other endpoints/],
    ["is another app's", { verified: false, clientId: "theirs" }, /with id id-1 and another client id\. /],
    ["is another app's, in capitals", { clientId: "theirs", host: "Dev.Azure.com" }, /another client id\. /],
  ])("leaves one alone that %s, and names every way out", async (_name, differences, words) => {
    const { create, calls } = lifecycle({ list: async () => [{ ...LIVE, ...differences }] });
    const text = message(await failure(create(INPUTS, fakeContext())));
    expect(text).toMatch(words);
    expect(text).toContain("adoptExisting");
    expect(text).toContain("pulumi import gitpod:index:AuthProvider integration id-1");
    expect(calls).toEqual(["list"]);
  });

  test("with adoptExisting recreates an active one of this app", async () => {
    const { create, calls } = recreates(LIVE);
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
    const text = message(await failure(create({ ...INPUTS, adoptExisting }, fakeContext())));
    expect(text).toMatch(/with id id-1 and of the type AUTH_PROVIDER_TYPE_GITHUB\. .*delete it in Gitpod/);
    expect(text).not.toContain("adoptExisting");
    expect(calls).toEqual(["list"]);
  });

  test("leaves one alone that another resource of the program has", async () => {
    const { create, check, diff, calls } = lifecycle({ list: async () => [UNUSED] });
    check?.({ ...INPUTS, host: "tfs.example.com" }, `${URN}-other`);
    diff?.("id-1", `${URN}-other`, STATE, false);
    const text = message(await failure(create({ ...INPUTS, adoptExisting: true }, fakeContext())));
    expect(text).toContain("integration-other of this program has it");
    expect(calls).toEqual(["list"]);
  });

  test("says that the former one is already deleted when the new one cannot be created", async () => {
    const { create } = lifecycle({ list: async () => [UNUSED], delete: async () => undefined, create: fails(DENIED) });
    const text = message(await failure(create(INPUTS, fakeContext())));
    expect(text).toContain("Integration id-1, whose place it takes, is deleted already: run `pulumi up --refresh`");
  });
});
