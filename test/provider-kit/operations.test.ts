import { describe, expect, jest, test } from "@jest/globals";
import { PartialFailure } from "../../provider-kit/errors.ts";
import * as operations from "../../provider-kit/operations.ts";
import { newProperties, type PropertyValue, Secret, UNKNOWN } from "../../provider-kit/values.ts";
import { type ExampleLifecycle, exampleSession, TARGET } from "../provider/support/example.ts";

const given = (properties: { [key: string]: PropertyValue }) => newProperties(Object.entries(properties));
const INPUTS = given({ place: "here", size: 7, password: new Secret("password-1") });
const STATE = given({ ...INPUTS, address: "somewhere", key: new Secret("key-1") });

function session(lifecycle: Partial<ExampleLifecycle> = {}) {
  const configured = exampleSession(lifecycle);
  configured.configure(given({ host: "host" }));
  return configured;
}

describe("a creation", () => {
  test("works on plain values and marks what comes back", async () => {
    const create: ExampleLifecycle["create"] = async (inputs) => ({
      id: "1",
      outputs: { address: `${inputs.place}:${inputs.password === "password-1"}`, key: "key-1" },
    });
    const news = given({ ...INPUTS, place: new Secret("here") });
    const state = await operations.create(session({ create }), TARGET, news, false);
    expect(state.id).toBe("1");
    expect(state.properties).toEqual(given({ ...news, address: "here:true", key: new Secret("key-1") }));
  });

  test("in a preview calls nothing and leaves the outputs unknown", async () => {
    const state = await operations.create(session(), TARGET, given({ place: UNKNOWN }), true);
    expect(state).toEqual({
      id: "",
      inputs: given({ place: UNKNOWN }),
      properties: given({ place: UNKNOWN, address: UNKNOWN, key: new Secret(UNKNOWN) }),
    });
  });

  test("that failed half-way keeps the id and what was applied", async () => {
    const create = () => Promise.reject(new PartialFailure("1", { address: "a" }, { password: undefined }, "half"));
    const error = await operations
      .create(session({ create }), TARGET, INPUTS, false)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(operations.PartialState);
    expect(error).toMatchObject({
      message: "half",
      state: { id: "1", properties: given({ place: "here", size: 7, address: "a" }) },
    });
  });
});

describe("a refresh", () => {
  const live = (inputs: object, outputs = { address: "moved" }) => session({ read: async () => ({ inputs, outputs }) });

  test("takes what the API shows and keeps the rest, with its secret marks", async () => {
    const state = await operations.read(live({ place: "there" }), TARGET, "1", STATE, INPUTS);
    expect(state?.inputs).toEqual(given({ ...INPUTS, place: "there" }));
    expect(state?.properties).toEqual(given({ ...INPUTS, place: "there", address: "moved" }));
  });

  test("keeps a secret mark that the program gave", async () => {
    const inputs = given({ ...INPUTS, place: new Secret("here") });
    const state = await operations.read(live({ place: "there" }), TARGET, "1", given({ ...STATE, ...inputs }), inputs);
    expect(state?.properties.place).toEqual(new Secret("there"));
  });

  test("does not treat as applied what a failed operation left out of the state", async () => {
    const { password, ...partial } = STATE;
    const state = await operations.read(live({ place: "here" }), TARGET, "1", given(partial), INPUTS);
    expect(Object.keys(state?.inputs ?? {})).toEqual(["place", "size"]);
    expect(Object.keys(state?.properties ?? {})).toEqual(["place", "size", "address"]);
    const { changes } = operations.diff(
      session(),
      TARGET,
      "1",
      state?.inputs ?? given({}),
      state?.properties ?? given({}),
      INPUTS,
    );
    expect(changes).toEqual([{ property: "password", kind: "add", replaces: false }]);
  });

  test("reports that the resource is gone, and gets no state in an import", async () => {
    expect(await operations.read(session({ read: async () => undefined }), TARGET, "1", STATE, INPUTS)).toBeUndefined();
    const read: ExampleLifecycle["read"] = async (_id, state) => ({
      inputs: { place: String(state), password: "p-1" },
      outputs: { address: "a" },
    });
    const imported = await operations.read(session({ read }), TARGET, "1", given({}), given({}));
    expect(imported?.inputs).toEqual(given({ place: "undefined", password: new Secret("p-1") }));
  });
});

describe("an update", () => {
  test("passes on the plain state and the plain inputs", async () => {
    const update: ExampleLifecycle["update"] = async (id, old, news) => ({
      address: `${id} ${old.address} ${old.password === "password-1"} ${news.password === "password-2"}`,
    });
    const news = given({ ...INPUTS, password: new Secret("password-2") });
    const state = await operations.update(session({ update }), TARGET, "1", INPUTS, STATE, news, false);
    expect(state.properties).toEqual(given({ ...news, address: "1 somewhere true true" }));
  });

  test("in a preview keeps the outputs that will not change", async () => {
    const news = given({ ...INPUTS, size: UNKNOWN });
    const state = await operations.update(session(), TARGET, "1", INPUTS, STATE, news, true);
    expect(state.properties).toEqual(given({ ...STATE, size: UNKNOWN }));
  });
});

test("a lifecycle sees what a preview plans, and may say something of it", async () => {
  const planned = jest.fn<NonNullable<ExampleLifecycle["planned"]>>();
  const update: ExampleLifecycle["update"] = async () => ({ address: "new", key: "key-2" });
  const configured = session({ planned, update });
  await operations.create(configured, TARGET, INPUTS, true);
  await operations.update(configured, TARGET, "1", INPUTS, STATE, INPUTS, true);
  expect(planned).toHaveBeenCalledTimes(2);
  expect(planned).toHaveBeenCalledWith(expect.objectContaining({ warn: expect.any(Function) }));
  await operations.update(configured, TARGET, "1", INPUTS, STATE, INPUTS, false);
  expect(planned).toHaveBeenCalledTimes(2);
});

test("a deletion passes on the plain state", async () => {
  const deleted: unknown[] = [];
  const remove: ExampleLifecycle["delete"] = async (id, state) => {
    deleted.push(id, state.password === "password-1");
  };
  await operations.remove(session({ delete: remove }), TARGET, "1", STATE, INPUTS);
  expect(deleted).toEqual(["1", true]);
});

test("the redactor knows the secrets of every operation", async () => {
  const known = session({ delete: async () => undefined });
  await operations.remove(known, TARGET, "1", STATE, INPUTS);
  expect(known.redactor.redact("password-1 and key-1")).toBe("[secret] and [secret]");
});

describe("a function", () => {
  test("gets checked plain arguments and what connect made of the settings", async () => {
    const { result, failures } = await operations.invoke(
      session(),
      "example:index:greet",
      given({ name: new Secret("me") }),
    );
    expect({ result, failures }).toEqual({ result: { greeting: "host undefinedgreets me" }, failures: [] });
  });

  test("is not called with wrong arguments, and an unknown function is named", async () => {
    const wrong = await operations.invoke(session(), "example:index:greet", given({ name: 1, nam: "x" }));
    expect(wrong.failures.map(({ property }) => property).sort()).toEqual(["nam", "name"]);
    await expect(operations.invoke(session(), "example:index:gret", given({}))).rejects.toThrow(
      "the example provider has no function example:index:gret",
    );
  });
});
