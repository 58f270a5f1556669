import { expect, test } from "@jest/globals";
import { declaredIn, refuseUndeclared } from "../../../cli/setup/declared.ts";

const TEMPLATE = { config: { organizationId: { type: "string" }, owners: { type: "array" }, "gitpod:host": {} } };
const set = (key: string) => ({ key, kind: "set", value: "x" }) as const;
const PLATFORM = "gitpod-azure-devops:platform";

test("a program of one's own gets the settings that it declares, and those of providers", () => {
  const changes = [set("gitpod-azure-devops:organizationId"), set("gitpod:host"), set("azuread:tenantId")];
  expect(() => refuseUndeclared(changes, declaredIn(TEMPLATE))).not.toThrow();
  const other = [set(PLATFORM), set("gitpod-azure-devops:runnerId"), set("gitpod:onaToken")];
  expect(() => refuseUndeclared(other, declaredIn(TEMPLATE))).toThrow("does not read platform and runnerId: it reads");
});

test("a setting may be declared with the project's name", () => {
  const declares = declaredIn({ name: "mine", config: { "mine:owners": {}, notes: {} } });
  expect(["owners", "notes", "tags"].map((name) => declares(`gitpod-azure-devops:${name}`))).toEqual([
    true,
    true,
    false,
  ]);
});

test("a setting that it does not declare may be removed", () => {
  const removed = { key: PLATFORM, kind: "removed", value: "" } as const;
  expect(() => refuseUndeclared([removed], declaredIn(TEMPLATE))).not.toThrow();
});

test.each([{}, { config: {} }, { config: { "gitpod:host": {} } }])(
  "a project that declares none of its own, as in %j, reads all",
  (project) => {
    expect(() => refuseUndeclared([set(PLATFORM)], declaredIn(project))).not.toThrow();
  },
);
