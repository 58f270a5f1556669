import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { ProviderError } from "../../provider-kit/errors.ts";
import { newProperties, type PropertyValue, Secret, UNKNOWN } from "../../provider-kit/values.ts";
import { EXAMPLE, exampleSession, URN } from "../provider/support/example.ts";

const given = (properties: { [key: string]: PropertyValue }) => newProperties(Object.entries(properties));

describe("settings", () => {
  test("come from the environment if the stack sets none; secret ones are not kept", () => {
    const session = exampleSession({}, { EXAMPLE_HOST: "from.environment", EXAMPLE_TOKEN: "hidden" });
    expect(session.checkConfig(given({}))).toEqual({ inputs: given({ host: "from.environment" }), failures: [] });
    const { inputs } = session.checkConfig(given({ host: "from.stack", token: "stack" }));
    expect(inputs).toEqual(given({ host: "from.stack", token: new Secret("stack") }));
  });

  test("from the environment are checked too", () => {
    const { failures } = exampleSession({}, { EXAMPLE_HOST: "x" }).checkConfig(given({}));
    expect(failures).toEqual([{ property: "host", reason: "host is too short" }]);
  });

  test("that are empty in the environment are not set", () => {
    const { failures } = exampleSession({}, { EXAMPLE_HOST: "" }).checkConfig(given({}));
    expect(failures).toEqual([
      { property: "host", reason: "host is required and not set, nor is the environment variable EXAMPLE_HOST" },
    ]);
  });

  test("may come with the engine's own keys, which are kept and not checked", () => {
    const engineKeys = { version: "1.0.0", pluginDownloadURL: "https://x", __internal: {}, __defaults: [] };
    const session = exampleSession();
    expect(session.checkConfig(given({ host: "host", ...engineKeys }))).toEqual({
      inputs: given({ host: "host", ...engineKeys }),
      failures: [],
    });
    expect(() => session.configure(given({ host: "host", ...engineKeys }))).not.toThrow();
  });

  test("that are unknown in a preview stay unknown", () => {
    const { inputs, failures } = exampleSession().checkConfig(given({ host: UNKNOWN, token: UNKNOWN }));
    expect(failures).toEqual([]);
    expect(inputs).toEqual(given({ host: UNKNOWN, token: new Secret(UNKNOWN) }));
  });

  test("that are wrong stop the configuration, and each is named", () => {
    const configure = () => exampleSession().configure(given({ host: "x", nite: 1 }));
    expect(configure).toThrow(ProviderError);
    expect(configure).toThrow("example:host: host is too short");
    expect(configure).toThrow("example:nite: nite is not a property here; did you mean note?");
  });

  test("make their token known to the redactor", () => {
    const session = exampleSession({}, { EXAMPLE_TOKEN: "from-environment" });
    session.configure(given({ host: "host" }));
    expect(session.redactor.redact("says from-environment")).toBe("says [secret]");
  });
});

describe("a session", () => {
  test("has no lifecycle before it is configured, then one for each resource", () => {
    const session = exampleSession();
    const resource = session.resource(EXAMPLE);
    expect(() => session.lifecycle(resource)).toThrow("not configured yet");
    session.configure(given({ host: "host" }));
    const lifecycle = session.lifecycle(resource);
    expect(session.lifecycle(resource)).toBe(lifecycle);
    session.configure(given({ host: "other" }));
    expect(session.lifecycle(resource)).not.toBe(lifecycle);
  });

  test("says which resource types exist", () => {
    expect(() => exampleSession().resource("example:index:Other")).toThrow(
      "example:index:Other; it has example:index:Thing",
    );
  });

  test("names the resource, and cancels current and later operations", () => {
    const session = exampleSession();
    const { urn, signal } = session.context(URN, 0);
    expect(urn).toBe(URN);
    expect(signal.aborted).toBe(false);
    session.cancel();
    expect(signal.reason).toBeInstanceOf(ProviderError);
    expect(session.context(URN, 0).signal.aborted).toBe(true);
  });

  test.each([30 * 86_400, 400 * 86_400])(
    "does not time out at once for customTimeouts of %d s, more than a timer takes",
    async (seconds) => {
      const { signal } = exampleSession().context(URN, seconds);
      await setTimeout(20);
      expect(signal.aborted).toBe(false);
    },
  );

  test("ends an operation that takes longer than its customTimeouts, and says so", async () => {
    const { signal } = exampleSession().context(URN, 0.01);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    expect(signal.reason).toBeInstanceOf(ProviderError);
    expect(String(signal.reason)).toContain("longer than the 0.01 s that its customTimeouts allow");
  });
});
