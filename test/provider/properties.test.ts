import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { needsUpdate, toChanges, toInputs, toOutputs } from "../../provider/classic/mapping.ts";
import type { Inputs, State } from "../../provider/classic/schema.ts";
import { configSchema, newAddressWarning } from "../../provider/config.ts";
import { gitpodProvider } from "../../provider/provider.ts";
import { checkProperties } from "../../provider-kit/check.ts";
import { diffInputs } from "../../provider-kit/diff.ts";
import * as operations from "../../provider-kit/operations.ts";
import { Redactor } from "../../provider-kit/redact.ts";
import { Session } from "../../provider-kit/session.ts";
import {
  hasSecret,
  hasUnknown,
  newProperties,
  type Properties,
  plainProperties,
  sameValue,
  withoutSecrets,
} from "../../provider-kit/values.ts";
import { SimulatedClock } from "./support/clock.ts";
import { MARKER, PROTOTYPE_KEYS, propertyBags, propertyValues } from "./support/properties.ts";

const RUNS = { numRuns: 300 };
const RESOURCES = gitpodProvider.resources;
const SCHEMAS = [
  ...RESOURCES.map(({ token, inputs }) => [token, inputs] as const),
  ["settings", configSchema] as const,
];
const GOOD = newProperties([
  ["organizationId", "0D7EB2AB-4f0f-4f3c-8d3e-0a2f7f3c9d11"],
  ["authorizationUrl", "https://login.example.com/authorize"],
  ["tokenUrl", "https://login.example.com/token"],
  ["clientId", " client "],
  ["clientSecret", "secret"],
]);

function newSession(): Session {
  return new Session(gitpodProvider, { environment: {}, clock: new SimulatedClock() });
}
const names = (schema: { readonly shape: object }) => Object.keys(schema.shape);
const targetOf = (type: string) => ({ urn: `urn:pulumi:dev::project::${type}::name`, type, timeout: 0 });
/** Without failed properties: the engine continues only with accepted ones. */
function accepted(schema: typeof configSchema | (typeof RESOURCES)[number]["inputs"], news: Properties): Properties {
  const failed = new Set(checkProperties(schema, news).failures.map(({ property }) => property));
  return newProperties(Object.entries(news).filter(([name]) => !failed.has(name)));
}
const leaks = (text: string) => text.toLowerCase().includes(MARKER);

describe.each(SCHEMAS)("the check of %s", (_token, schema) => {
  const bags = propertyBags(names(schema));

  test("gives each wrong property exactly one failure, and no failure repeats a secret", () => {
    fc.assert(
      fc.property(bags, (news) => {
        const { inputs, failures } = checkProperties(schema, news);
        const failed = failures.map(({ property }) => property);
        expect(new Set(failed).size).toBe(failed.length);
        expect(failed.some((name) => Object.hasOwn(inputs, name))).toBe(false);
        for (const name of Object.keys(news)) {
          if (!names(schema).includes(name)) expect(failed.includes(name)).toBe(true);
        }
        expect(failures.some(({ reason }) => leaks(reason))).toBe(false);
      }),
      RUNS,
    );
  });

  test("lets no wrong property affect the others", () => {
    fc.assert(
      fc.property(bags, propertyValues(), (news, value) => {
        const reasons = (given: Properties) =>
          checkProperties(schema, given).failures.filter(({ property }) => property !== "another");
        expect(reasons(newProperties([...Object.entries(news), ["another", value]]))).toEqual(reasons(news));
      }),
      RUNS,
    );
  });

  test("is idempotent, and keeps every secret mark and every unknown", () => {
    fc.assert(
      fc.property(bags, (bag) => {
        const news = accepted(schema, newProperties([...Object.entries(GOOD), ...Object.entries(bag)]));
        const { inputs } = checkProperties(schema, news);
        expect(checkProperties(schema, inputs).inputs).toEqual(inputs);
        for (const [name, value] of Object.entries(inputs)) {
          const given = news[name];
          if (given === undefined) continue;
          expect(hasSecret(value) || !hasSecret(given)).toBe(true);
          expect(hasUnknown(value)).toBe(hasUnknown(given));
        }
      }),
      RUNS,
    );
  });

  test("gives inputs that differ from themselves only where unknown", () => {
    fc.assert(
      fc.property(bags, (news) => {
        const { inputs } = checkProperties(schema, accepted(schema, news));
        const unknown = Object.keys(inputs).filter((name) => hasUnknown(inputs[name] ?? null));
        expect(
          diffInputs(schema, inputs, inputs)
            .map(({ property }) => property)
            .sort(),
        ).toEqual(unknown.sort());
      }),
      RUNS,
    );
  });
});

describe.each(RESOURCES.map(({ token, inputs, outputs }) => [token, names(inputs), names(outputs)] as const))(
  "%s",
  (type, inputNames, outputNames) => {
    const bags = propertyBags(inputNames);
    const states = propertyBags([...inputNames, ...outputNames]);
    test("has a diff and a preview for any properties", async () => {
      await fc.assert(
        fc.asyncProperty(bags, states, bags, async (olds, state, news) => {
          const session = newSession();
          operations.diff(session, targetOf(type), "id", olds, state, news);
          const created = await operations.create(session, targetOf(type), news, true);
          const updated = await operations.update(session, targetOf(type), "id", olds, state, news, true);
          for (const name of Object.keys(news)) {
            const marked = hasSecret(news[name] ?? null);
            expect(!marked || hasSecret(created.properties[name] ?? null)).toBe(true);
            expect(!marked || hasSecret(updated.properties[name] ?? null)).toBe(true);
          }
        }),
        RUNS,
      );
    });
  },
);

describe("the mapping of an integration", () => {
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...PROTOTYPE_KEYS));
  test("accepts any values from Gitpod and the program", () => {
    const provider = fc.record({
      ...{ id: texts, organizationId: texts, type: texts, host: texts, settingsUrl: texts, verified: fc.boolean() },
      ...{ scopes: fc.array(texts), clientId: texts, authorizationUrl: texts, tokenUrl: texts },
    });
    fc.assert(
      fc.property(provider, propertyBags([...Object.keys(GOOD)]), (live, bag) => {
        const given = plainProperties(bag) as unknown as State;
        expect(toOutputs(live, "gitpod.example.com").scopes.length).toBeGreaterThan(0);
        expect(Object.keys(toInputs(live)).includes("clientSecret")).toBe(false);
        expect(needsUpdate({ ...given, ...toInputs(live) }, { ...given, ...toInputs(live) } as Inputs)).toBe(false);
        expect(Object.keys(toChanges(given)).sort()).toEqual([
          "authorizationUrl",
          "clientId",
          "clientSecret",
          "tokenUrl",
        ]);
      }),
      RUNS,
    );
  });
});

describe("provider settings", () => {
  const bags = propertyBags(names(configSchema));
  test("never leak a secret and never break the check, the warning or the configuration", () => {
    fc.assert(
      fc.property(bags, bags, (olds, news) => {
        const session = newSession();
        const { inputs, failures } = session.checkConfig(news);
        expect(failures.some(({ reason }) => leaks(reason))).toBe(false);
        expect(inputs.token === undefined || hasSecret(inputs.token)).toBe(true);
        newAddressWarning(olds, news);
        try {
          session.configure(newProperties(Object.entries(news).filter(([, value]) => !hasUnknown(value))));
        } catch (error) {
          expect(error instanceof Error && leaks(error.message)).toBe(false);
        }
      }),
      RUNS,
    );
  });
});

test("every text inside a secret is taken out of messages", () => {
  fc.assert(
    fc.property(propertyBags(["a", "b"]), (bag) => {
      const redactor = new Redactor();
      redactor.learn(bag);
      const text = JSON.stringify(Object.entries(plainProperties(bag)), (_key, value) => value);
      expect(leaks(redactor.redact(text))).toBe(false);
    }),
    RUNS,
  );
});

test("withoutSecrets removes every mark and nothing else", () => {
  fc.assert(
    fc.property(propertyValues({ unknowns: false }), (value) => {
      const plain = withoutSecrets(value);
      expect(hasSecret(plain)).toBe(false);
      expect(sameValue(plain, withoutSecrets(plain))).toBe(sameValue(value, plain));
    }),
    RUNS,
  );
});
