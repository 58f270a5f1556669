import { describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { checkProperties, defaultOf, markSecret, propertySchema } from "../../provider-kit/check.ts";
import { nearest } from "../../provider-kit/nearest.ts";
import { refuse } from "../../provider-kit/problem.ts";
import { newProperties, type PropertyValue, Secret, UNKNOWN } from "../../provider-kit/values.ts";

const schema = z.object({
  name: z.string("must be text").min(3, "must have 3 letters").trim(),
  size: z.number("must be a number").default(7),
  tags: z.array(z.string("must be text")).optional(),
  password: z.string("must be text").optional().meta({ secret: true }),
  quoted: z
    .string()
    .check(refuse((value) => ({ reason: "is wrong", suggestion: value })))
    .optional(),
});
const check = (given: { [key: string]: PropertyValue }) =>
  checkProperties(schema, newProperties(Object.entries(given)));

describe("checked properties", () => {
  test("have defaults, and are normalized by the schema", () => {
    expect(check({ name: "abc " })).toEqual({
      inputs: newProperties([
        ["name", "abc"],
        ["size", 7],
      ]),
      failures: [],
    });
  });

  test("keep secret marks, and get those that the schema asks for", () => {
    const { inputs } = check({ name: new Secret("abc"), password: "p", tags: ["a", new Secret("b")] });
    expect(inputs.name).toEqual(new Secret("abc"));
    expect(inputs.password).toEqual(new Secret("p"));
    expect(inputs.tags).toEqual(new Secret(["a", "b"]));
    expect(inputs.size).toBe(7);
  });

  test("keep unknown values as they are, with their marks", () => {
    const { inputs, failures } = check({ name: UNKNOWN, password: UNKNOWN, tags: [UNKNOWN, "a"] });
    expect(failures).toEqual([]);
    expect(inputs.name).toBe(UNKNOWN);
    expect(inputs.password).toEqual(new Secret(UNKNOWN));
    expect(inputs.tags).toEqual([UNKNOWN, "a"]);
  });
});

describe("failures", () => {
  test("name each wrong property once, with every reason", () => {
    expect(check({ size: "7", tags: ["a", 1, 2], name: "ab" }).failures).toEqual([
      { property: "name", reason: "name must have 3 letters" },
      { property: "size", reason: "size must be a number" },
      { property: "tags", reason: "tags.1 must be text; tags.2 must be text" },
    ]);
  });

  test("say what is missing", () => {
    expect(check({}).failures).toEqual([{ property: "name", reason: "name is required and not set" }]);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("do not take %s for a property", (key) => {
    const { inputs, failures } = checkProperties(
      schema,
      newProperties([
        ["name", "abc"],
        [key, "x"],
      ]),
    );
    expect(failures.map(({ property }) => property)).toEqual([key]);
    expect(Object.keys(inputs)).toEqual(["name", "size"]);
    expect(propertySchema(schema, key)).toBeUndefined();
  });

  test("suggest the name that was probably meant, or list them all", () => {
    expect(check({ name: "abc", sise: 1 }).failures[0]?.reason).toContain("did you mean size?");
    expect(check({ name: "abc", zzzzzz: 1 }).failures[0]?.reason).toContain("known are name, size, tags");
  });

  test("do not repeat a huge name", () => {
    const [failure] = check({ name: "abc", ["x".repeat(100_000)]: 1 }).failures;
    expect(failure?.reason.length).toBeLessThan(200);
  });

  test("repeat a value only if it is not secret", () => {
    expect(check({ name: "abc", quoted: "VALUE" }).failures[0]?.reason).toBe("quoted is wrong; write VALUE");
    expect(check({ name: "abc", quoted: new Secret("VALUE") }).failures[0]?.reason).toBe("quoted is wrong");
  });
});

test("a secret mark comes from the schema or from the value given", () => {
  expect(markSecret(schema, "password", "p")).toEqual(new Secret("p"));
  expect(markSecret(schema, "name", "n", [new Secret("x")])).toEqual(new Secret("n"));
  expect(markSecret(schema, "name", "n", "x")).toBe("n");
  expect(markSecret(schema, "unheard", "n")).toBe("n");
});

test("a default is what the schema gives for a missing value", () => {
  expect(defaultOf(schema, "size")).toBe(7);
  expect(defaultOf(schema, "tags")).toBeUndefined();
  expect(defaultOf(schema, "name")).toBeUndefined();
});

test("a name is close when at most a third of its letters differ", () => {
  expect(nearest("clientid", ["clientId", "clientSecret"])).toBe("clientId");
  expect(nearest("xyz", ["clientId"])).toBeUndefined();
  expect(nearest("x".repeat(61), ["x".repeat(61)])).toBeUndefined();
  expect(nearest("a", [])).toBeUndefined();
});
