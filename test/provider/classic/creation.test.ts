import { describe, expect, test } from "@jest/globals";
import type { Integration, IntegrationApi } from "../../../provider/classic/integrationApi.ts";
import { PartialFailure, ProviderError } from "../../../provider-kit/errors.ts";
import { fakeContext, INPUTS, LIVE, STATE, URN } from "./support/fakes.ts";
import { gitpodError } from "./support/gitpodFake.ts";
import { DENIED, fails, failure, LOST, lifecycle, message } from "./support/lifecycle.ts";

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
  const appears = (...integrations: Integration[]) => {
    const answers = [[], integrations];
    return async () => answers.shift() ?? integrations;
  };

  test("that was lost and done is found and brought up to date", async () => {
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
    expect(message(await failure(create(INPUTS, fakeContext())))).toContain("(forbidden, request id req)");
    expect(calls).toEqual(["list", "create"]);
  });

  test("says what Gitpod says where a host is built in", async () => {
    const builtIn = gitpodError("alreadyExists", "Attempt to override an existing provider.");
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
  const anew = (former: Integration) => {
    const made = { list: async () => [former], delete: async () => undefined };
    return lifecycle({ ...made, create: async () => ({ ...LIVE, id: "id-2" }) });
  };

  test("makes one of this app that was never active anew, with a new id", async () => {
    const { create, calls } = anew(UNUSED);
    expect((await create(INPUTS, fakeContext())).id).toBe("id-2");
    expect(calls).toEqual(["list", "delete", "create"]);
  });

  test.each<[string, Partial<Integration>, RegExp]>([
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
    expect(said).toContain("integration-other of this program has it");
    expect(calls).toEqual(["list"]);
  });

  test("says that the former one is deleted already when the new one cannot be made", async () => {
    const { create } = lifecycle({ list: async () => [UNUSED], delete: async () => undefined, create: fails(DENIED) });
    const said = message(await failure(create(INPUTS, fakeContext())));
    expect(said).toContain("Integration id-1, whose place it takes, is deleted already: run `pulumi up --refresh`");
  });
});
