import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Fault } from "../../../sandbox/index.ts";
import { IntegrationOnly } from "./integration.ts";
import type { Command } from "./person.ts";
import { casesOn, PLATFORMS } from "./platforms/index.ts";

export interface FaultCase {
  readonly name: string;
  readonly kind: Fault | (() => Fault);
  /** How many calls in a row it hits; 1 by default. */
  readonly count?: number;
  /** What has to be fixed before the next attempt can succeed. */
  readonly fix?: (integration: IntegrationOnly) => void;
}

const OPERATIONS = ["create", "read", "update", "delete"];
/** A failed run says what was tried, where, and what to do next, in our words. */
const CLEAR =
  /could not (create|update|read|delete|bring up to date|find out|ask for the redirect URI of)[^\n]* the integrations? [^\n]*\(\w+[^\n]*\)\. [A-Z]/;

/** Every fault, in every operation, on the platform that is its turn: success, or one clear error and success in the next run. */
export function describeFaults(title: string, cases: readonly FaultCase[]): void {
  describe.each(PLATFORMS)(`$name: ${title}`, (platform) => {
    let integration: IntegrationOnly;
    beforeAll(async () => {
      integration = await IntegrationOnly.start({}, platform);
    });
    afterEach(() => integration.sandbox.faults.clear());
    afterAll(async () => {
      process.stderr.write(
        `${platform.name}: ${title}: ${casesOn(platform, cases).length} faults x ${OPERATIONS.length} operations\n`,
      );
      await integration.expectNoSecrets();
      await integration.close();
    });

    test.each(casesOn(platform, cases))("$name", async ({ kind, count = 1, fix }) => {
      const { person, sandbox } = integration;
      const runWithFault = async (operation: string, ...command: string[]) => {
        const order = sandbox.faults.inject({ operation, count, kind: typeof kind === "function" ? kind() : kind });
        const first = await person.pulumi(...command, "--yes");
        expect(order.remaining).toBeLessThan(count);
        sandbox.faults.clear();
        if (first.code === 0) return;
        expectOneClearError(first);
        fix?.(integration);
        const second = await person.pulumi(...command, "--yes");
        expect(second).toMatchObject({ code: 0 });
      };

      await runWithFault(platform.calls.create, "up", "--skip-preview");
      await integration.expectAgreement();
      await runWithFault(platform.calls.read, "refresh", "--skip-preview");
      await integration.expectAgreement();
      await integration.newSecret();
      await runWithFault(platform.calls.update, "up", "--skip-preview");
      await integration.expectAgreement();
      await runWithFault(platform.calls.delete, "destroy", "--skip-preview");
      await integration.expectNothing();
    });
  });
}

export function expectOneClearError({ output }: Command): void {
  const diagnostics = output.slice(output.indexOf("Diagnostics:"));
  expect(diagnostics).toMatch(CLEAR);
  expect(diagnostics).not.toContain("unexpected failure");
}
