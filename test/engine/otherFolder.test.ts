import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { IntegrationOnly } from "./support/integration.ts";

let integration: IntegrationOnly;
beforeAll(async () => {
  integration = await IntegrationOnly.start();
  await integration.person.mustRun("up", "--yes", "--skip-preview");
});
afterAll(() => integration.close());

test("a destroy from another folder fails and loses nothing; from the project's folder it works", async () => {
  const { person } = integration;
  const stack = "organization/gitpod-azure-devops/test";
  const destroy = `node "$OLDPWD/cli/pulumi/main.ts" destroy --stack ${stack} --yes --skip-preview --non-interactive`;
  const { code, output } = await person.script(`mkdir -p ../elsewhere && cd ../elsewhere && ${destroy}`, {
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  });
  expect({ code: code === 0, output }).toEqual({ code: false, output: expect.stringMatching(/plugin.*gitpod/s) });
  await integration.expectAgreement();
  await person.mustRun("destroy", "--yes", "--skip-preview");
  await integration.expectNothing();
});
