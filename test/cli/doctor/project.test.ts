import { expect, test } from "@jest/globals";
import { readProject } from "../../../cli/doctor/pulumiFacts.ts";

test("a project's own settings are known, whether Pulumi.yaml has its name before them or not", async () => {
  const file = { name: "mine", runtime: "yaml", config: { "mine:organizationId": {}, owners: {}, "gitpod:host": {} } };
  const { declared } = await readProject({ workDir: "/project", projectSettings: async () => file as never });
  expect([...declared]).toEqual(["organizationId", "owners"]);
});
