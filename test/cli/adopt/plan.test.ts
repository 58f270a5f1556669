import { expect, test } from "@jest/globals";
import { refuseOtherPrograms } from "../../../cli/adopt/plan.ts";
import { declaredIn } from "../../../cli/setup/declared.ts";
import { targetWith } from "./support/target.ts";

const reading = (project: object) => () => refuseOtherPrograms({ ...targetWith({}), declares: declaredIn(project) });

test("a project that runs the stack's program is taken, whether it declares its settings or none", () => {
  expect(reading({})).not.toThrow();
  expect(reading({ config: { existingClientSecret: {} } })).not.toThrow();
  expect(reading({ name: "mine", config: { "mine:existingClientSecret": {} } })).not.toThrow();
});

test("a program that has no such setting is refused", () => {
  expect(reading({ config: { organizationId: {} } })).toThrow("has no setting existingClientSecret");
});
