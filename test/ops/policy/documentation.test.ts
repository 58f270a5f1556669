import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { RESOURCE_RULES } from "../../../ops/policy/resourceRules.ts";
import { STACK_RULES } from "../../../ops/policy/stackRules.ts";

const text = readFileSync(new URL("../../../docs/policy.md", import.meta.url), "utf8");

test("docs/policy.md lists exactly the rules, with their levels", () => {
  const listed = [...text.matchAll(/^\| `([\w-]+)` \| (mandatory|advisory) \|/gm)].map(([, ...row]) => row.join(" "));
  const rules = [...RESOURCE_RULES, ...STACK_RULES].map(({ name, level }) => `${name} ${level}`);
  expect(listed.sort()).toEqual(rules.sort());
});

test("docs/policy.md lists every configuration value with its type", () => {
  const listed = [...text.matchAll(/^\| `([\w-]+\.\w+)` \| (integer|list) \|/gm)].map(([, ...row]) => row.join(" "));
  const values = [...RESOURCE_RULES, ...STACK_RULES].flatMap((rule) =>
    Object.entries(rule.config).map(([name, { type }]) => `${rule.name}.${name} ${type === "array" ? "list" : type}`),
  );
  expect(listed.sort()).toEqual(values.sort());
});

test("the example configuration in docs/policy.md uses existing rules and values", () => {
  const example: Record<string, object | string> = JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? "");
  expect(Object.keys(example).length).toBeGreaterThan(3);
  for (const [name, config] of Object.entries(example)) {
    const rule = [...RESOURCE_RULES, ...STACK_RULES].find((each) => each.name === name);
    expect({ name, known: rule !== undefined }).toEqual({ name, known: true });
    const values = typeof config === "string" ? [] : Object.keys(config).filter((key) => key !== "enforcementLevel");
    expect(Object.keys(rule?.config ?? {})).toEqual(expect.arrayContaining(values));
  }
});
