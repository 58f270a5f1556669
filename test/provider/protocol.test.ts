import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { configSchema } from "../../provider/config.ts";
import { gitpodProvider } from "../../provider/provider.ts";
import {
  hasSecret,
  hasUnknown,
  newProperties,
  type Properties,
  type PropertyValue,
  Secret,
  UNKNOWN,
} from "../../provider-kit/values.ts";
import { fromStruct, toStruct } from "../../provider-kit/wireFormat.ts";
import { Plugin } from "../support/plugin.ts";
import { MARKER, nested, PROTOTYPE_KEYS, propertyBags } from "./support/properties.ts";

const RUNS = { numRuns: 100 };
const TYPES = gitpodProvider.resources.map(({ token, inputs, outputs }) => {
  const names = [...Object.keys(inputs.shape), ...Object.keys(outputs.shape)];
  return [`urn:pulumi:dev::project::${token}::name`, names] as const;
});
const [AUTH_PROVIDER] = TYPES.map(([urn]) => urn) as [string];

let plugin: Plugin;

beforeAll(async () => {
  plugin = await Plugin.start();
  await plugin.configure({ host: "gitpod.example.com" });
});
afterAll(() => plugin.stop());
afterEach(async () => {
  expect(await plugin.version()).toBe("0.1.0");
  expect(leaks(plugin.output.join("\n"))).toBe(false);
});

const leaks = (text: string) => text.toLowerCase().includes(MARKER);

/** The answer, or undefined after an error, which must hold no secret. */
async function answerOf<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    expect(leaks(error instanceof Error ? error.message : String(error))).toBe(false);
    return undefined;
  }
}
const keepsMarks = (given: Properties, kept: Properties) =>
  Object.entries(kept).every(([name, value]) => hasSecret(value) || !hasSecret(given[name] ?? null));

describe.each(TYPES)("%s accepts any properties over the wire", (urn, names) => {
  const bags = propertyBags(names);

  test("in a check", async () => {
    await fc.assert(
      fc.asyncProperty(bags, async (news) => {
        const { inputs, failures } = await plugin.check(urn, news);
        expect(Object.values(failures).some(leaks)).toBe(false);
        // What the wire drops, such as a key __proto__, is not the plugin's to keep.
        expect(keepsMarks(fromStruct(toStruct(news)), inputs)).toBe(true);
      }),
      RUNS,
    );
  });

  test("in a diff and in previews", async () => {
    await fc.assert(
      fc.asyncProperty(bags, bags, bags, async (olds, state, news) => {
        const diff = await answerOf(plugin.diff(urn, "id", olds, state, news));
        expect(diff?.getDiffsList().some(leaks)).toBe(false);
        expect((await answerOf(plugin.create(urn, news, true)))?.id).toBe("");
        expect(await answerOf(plugin.update(urn, "id", olds, state, news, true))).toBeDefined();
      }),
      RUNS,
    );
  });
});

describe("settings over the wire", () => {
  const bags = propertyBags(Object.keys(configSchema.shape));
  test("are checked, whatever their values", async () => {
    await fc.assert(
      fc.asyncProperty(bags, async (news) => {
        const { inputs, failures } = await plugin.checkConfig(news);
        expect(Object.values(failures).some(leaks)).toBe(false);
        expect(inputs.token === undefined || hasSecret(inputs.token)).toBe(true);
      }),
      RUNS,
    );
  });

  test("configure the plugin or are refused, without a secret in the refusal", async () => {
    const other = await Plugin.start();
    await fc.assert(
      fc.asyncProperty(bags, async (news) => {
        const known = Object.entries(news).filter(([, value]) => !hasUnknown(value));
        await answerOf(other.configure(newProperties(known)));
      }),
      RUNS,
    );
    expect(await other.version()).toBe("0.1.0");
    expect(leaks(other.output.join("\n"))).toBe(false);
    await other.stop();
  });
});

describe("excessive values", () => {
  const CASES: [string, PropertyValue][] = [
    ["a text of 250 KB", `${MARKER}${"x".repeat(250_000)}`],
    ["a secret of 250 KB", new Secret(`${MARKER}${"x".repeat(250_000)}`)],
    ["a list of 5,000", Array.from({ length: 5_000 }, (_, index) => index)],
    ["lists 80 deep", nested(80, new Secret(MARKER), (inner) => [inner])],
    ["objects 80 deep", nested(80, UNKNOWN, (inner) => newProperties([["key", inner]]))],
    ["secrets 80 deep", nested(80, MARKER, (inner) => new Secret(inner))],
    ["names of a prototype", newProperties(PROTOTYPE_KEYS.map((key) => [key, new Secret(MARKER)]))],
  ];
  test.each(CASES)("%s", async (_name, value) => {
    for (const property of ["clientSecret", "host"]) {
      const checked = await answerOf(plugin.check(AUTH_PROVIDER, { [property]: value }));
      expect(Object.values(checked?.failures ?? {}).some(leaks)).toBe(false);
      await answerOf(plugin.diff(AUTH_PROVIDER, "id", {}, { [property]: value }, { [property]: value }));
      await answerOf(plugin.create(AUTH_PROVIDER, { [property]: value }, true));
    }
  });

  test("5,000 properties that do not exist", async () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `property${index}`);
    const checked = await answerOf(plugin.check(AUTH_PROVIDER, Object.fromEntries(names.map((name) => [name, 1]))));
    expect(Object.keys(checked?.failures ?? {}).length).toBeGreaterThan(5_000);
  });

  test.each(["", "::", "urn:pulumi:dev::project::gitpod:index:Other::name", `urn:pulumi:${"x".repeat(100_000)}`])(
    "a resource that does not exist (case %#)",
    async (urn) => {
      await expect(plugin.check(urn, {})).rejects.toThrow();
      await expect(plugin.create(urn, {}, true)).rejects.toThrow();
    },
  );
});
