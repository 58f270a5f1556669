import { describe, expect, test } from "@jest/globals";
import type { Integration } from "../../../provider/classic/integrationApi.ts";
import type { State } from "../../../provider/classic/schema.ts";
import type { IntegrationServices } from "../../../provider/classic/services.ts";
import { fakeApi, fakeContext, INPUTS, LIVE, STATE, URN } from "./support/fakes.ts";
import { DENIED, fails, failure, lifecycle, MOVED, message, UNSEEN } from "./support/lifecycle.ts";

describe("a deletion", () => {
  const deletes = (live: Integration | undefined, formerApi?: IntegrationServices["formerApi"]) =>
    lifecycle({ get: async () => live, list: async () => [], delete: async () => undefined }, formerApi);

  test("deletes what the program has created", async () => {
    const { delete: remove, calls } = deletes(LIVE);
    await remove("id-1", STATE, fakeContext());
    expect(calls).toEqual(["get", "delete"]);
  });

  test("also deletes it after an update to another app that failed half-way", async () => {
    const { delete: remove, calls } = deletes(LIVE);
    await remove("id-1", { ...STATE, clientId: "former" }, fakeContext(), INPUTS);
    expect(calls).toEqual(["get", "delete"]);
  });

  test("succeeds if the organization's list shows that it is gone", async () => {
    const { delete: remove, calls } = deletes(undefined);
    await remove("id-1", STATE, fakeContext());
    expect(calls).toEqual(["get", "list"]);
  });

  test("fails if the organization can no longer be seen", async () => {
    const { delete: remove } = lifecycle({ get: async () => undefined, list: fails(UNSEEN) });
    expect(message(await failure(remove("id-1", STATE, fakeContext())))).toContain("Organization not found.");
  });

  test.each<[string, State, Integration, string]>([
    ["has another app by now", STATE, { ...LIVE, clientId: "theirs" }, "with another app (client id theirs)"],
    ["was imported and never given credentials", { ...STATE, clientSecret: "redacted" }, LIVE, "never given it"],
  ])("leaves one alone that %s, and says so", async (_name, state, live, words) => {
    const { delete: remove, calls } = deletes(live);
    const context = fakeContext();
    await remove("id-1", state, context);
    expect(context.messages.join()).toContain(words);
    expect(calls).not.toContain("delete");
  });

  test("leaves one alone that a resource of the program still has", async () => {
    const { delete: remove, check, diff, calls } = deletes(LIVE);
    check?.(INPUTS, URN);
    diff?.("id-1", URN, STATE, false);
    await remove("id-1", STATE, fakeContext());
    expect(calls).not.toContain("delete");
  });

  test("fails if a resource of the program has its own integration for that host", async () => {
    const { delete: remove, check, calls } = deletes(LIVE);
    check?.(INPUTS, `${URN}-other`);
    expect(message(await failure(remove("id-1", STATE, fakeContext())))).toContain("Run `pulumi up --refresh`");
    expect(calls).not.toContain("delete");
  });

  test("that fails says what failed and where", async () => {
    const { delete: remove } = lifecycle({ get: async () => LIVE, delete: fails(DENIED) });
    expect(message(await failure(remove("id-1", STATE, fakeContext())))).toContain(
      `could not delete the integration for dev.azure.com in organization ${INPUTS.organizationId}`,
    );
  });

  describe("of an integration on the former installation", () => {
    test("fails while nothing says that the program has moved", async () => {
      const { delete: remove, calls } = deletes(LIVE);
      const text = message(await failure(remove("id-1", MOVED, fakeContext())));
      expect(text).toContain("Set gitpod:host to old.example.com and run `pulumi up`");
      expect(calls).toEqual([]);
    });

    test("uses the token of that installation", async () => {
      const former = fakeApi({ get: async () => LIVE, delete: async () => undefined });
      const { delete: remove, check, calls } = deletes(LIVE, () => former.api);
      check?.(INPUTS, URN);
      await remove("id-1", MOVED, fakeContext());
      expect([calls, former.calls]).toEqual([[], ["get", "delete"]]);
    });

    test.each<[string, IntegrationServices["formerApi"]]>([
      ["its token is not known", () => undefined],
      ["it fails", () => fakeApi({ get: fails(DENIED) }).api],
    ])("is left to a person if %s", async (_name, formerApi) => {
      const { delete: remove, check, calls } = deletes(LIVE, formerApi);
      const context = fakeContext();
      check?.(INPUTS, URN);
      await remove("id-1", MOVED, context);
      expect(context.messages.join()).toContain("integration id-1 is still at old.example.com");
      expect(calls).toEqual([]);
    });
  });
});

describe("the program's resources", () => {
  test("are refused if two are for one organization and host", () => {
    const { check } = lifecycle({});
    expect(check?.(INPUTS, URN)).toEqual([]);
    expect(check?.(INPUTS, URN)).toEqual([]);
    const [failed] = check?.({ ...INPUTS, host: "DEV.azure.com" }, `${URN}-2`) ?? [];
    expect(failed).toMatchObject({ property: "host" });
    expect(failed?.reason).toContain("of integration; remove one of the two");
    expect(check?.({ ...INPUTS, host: "tfs.example.com" }, `${URN}-3`)).toEqual([]);
  });

  test("are refused if two have one id, with the way out", () => {
    const { check, diff } = lifecycle({});
    check?.(INPUTS, URN);
    check?.({ ...INPUTS, host: "tfs.example.com" }, `${URN}-2`);
    diff?.("id-1", URN, STATE, false);
    expect(() => diff?.("id-1", URN, STATE, false)).not.toThrow();
    expect(() => diff?.("id-1", `${URN}-2`, STATE, false)).toThrow(`pulumi state delete '${URN}-2'`);
  });

  test("are compared in a refresh even if no longer in the program, and nothing is refused", () => {
    const { check, diff } = lifecycle({});
    check?.(INPUTS, URN);
    diff?.("id-1", URN, STATE, false);
    expect(diff?.("id-1", `${URN}-former`, STATE, false)).toEqual([]);
  });

  test("are replaced if they are on another installation", () => {
    expect(lifecycle({}).diff?.("id-1", URN, MOVED, false)).toEqual([{ property: "redirectUri", replaces: true }]);
    expect(lifecycle({}).diff?.("id-1", URN, STATE, false)).toEqual([]);
  });
});
