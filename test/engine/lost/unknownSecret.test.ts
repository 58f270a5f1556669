import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { IntegrationOnly } from "../support/integration.ts";
import { ONA_UNDER_TEST } from "../support/platforms/ona.ts";

describe("an integration of Ona after an update without an answer", () => {
  let integration: IntegrationOnly;
  beforeAll(async () => {
    integration = await IntegrationOnly.start({}, ONA_UNDER_TEST);
    await integration.person.mustRun("up", "--yes", "--skip-preview");
    await integration.newSecret();
    const kind = { type: "status", status: 503, after: true } as const;
    integration.sandbox.faults.inject({ operation: ONA_UNDER_TEST.calls.update, count: 100, kind });
    expect(await integration.person.pulumi("up", "--yes", "--skip-preview")).not.toMatchObject({ code: 0 });
    integration.sandbox.faults.clear();
  });
  afterAll(async () => {
    await integration.expectNoSecrets();
    await integration.close();
  });

  test("is not deleted before a refresh, which the error names, and then it is", async () => {
    const { code, output } = await integration.person.pulumi("destroy", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    const command = /Run `pulumi (refresh)`, then do this again/.exec(output)?.[1] ?? "";
    expect(integration.stored()).toHaveLength(1);
    await integration.person.mustRun(command, "--yes", "--skip-preview");
    await integration.person.mustRun("destroy", "--yes", "--skip-preview");
    await integration.expectNothing();
  });
});
