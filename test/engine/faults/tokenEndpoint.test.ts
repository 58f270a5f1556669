import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Fault } from "../../../sandbox/index.ts";
import { IntegrationOnly } from "../support/integration.ts";
import { casesOn, PLATFORMS } from "../support/platforms/index.ts";

const PROOF = "POST /{tenant}/oauth2/v2.0/token";
const WARNING = "could not prove at";

interface TokenFault {
  readonly name: string;
  readonly kind: Fault;
  /** The status line alone proves the secret. */
  readonly proves?: true;
}

const FAULTS: readonly TokenFault[] = [
  { name: "connection reset", kind: { type: "reset" } },
  { name: "rate limit", kind: { type: "rateLimit", retryAfter: 1 } },
  { name: "HTTP 503", kind: { type: "status", status: 503 } },
  { name: "a proxy's HTML page with HTTP 200", kind: { type: "html", status: 200 } },
  { name: "answer cut off", kind: { type: "truncated" }, proves: true },
];

describe.each(PLATFORMS)("$name: faults of Entra's token endpoint", (platform) => {
  let integration: IntegrationOnly;
  beforeAll(async () => {
    integration = await IntegrationOnly.start({}, platform);
  });
  afterEach(() => integration.sandbox.faults.clear());
  afterAll(async () => {
    process.stderr.write(`token endpoint: ${casesOn(platform, FAULTS).length} faults x 2 operations\n`);
    await integration.expectNoSecrets();
    await integration.close();
  });

  test.each(casesOn(platform, FAULTS))(
    "$name: at most a warning, and the program's secret is used",
    async ({ kind, proves }) => {
      const upWithFault = async () => {
        const order = integration.sandbox.faults.inject({ operation: PROOF, kind });
        const output = await integration.person.mustRun("up", "--yes", "--skip-preview");
        expect(order.remaining).toBe(0);
        expect(output.includes(WARNING)).toBe(proves !== true);
        await integration.expectAgreement();
      };
      await upWithFault();
      await integration.newSecret();
      await upWithFault();
      await integration.person.mustRun("destroy", "--yes", "--skip-preview");
      await integration.expectNothing();
    },
  );
});
