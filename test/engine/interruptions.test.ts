import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { duringCall } from "./support/duringCall.ts";
import { IntegrationOnly } from "./support/integration.ts";
import { platformsOf } from "./support/platforms/index.ts";
import { descendant } from "./support/processes.ts";

/** What is killed, and what a person types before the next `pulumi up`. */
const VICTIMS = [
  { victim: "plugin", recovery: [] },
  { victim: "engine", recovery: [["cancel", "--yes"]] },
] as const;

describe.each(platformsOf(0))("$name: a run that is killed in the middle", (platform) => {
  let integration: IntegrationOnly;
  beforeAll(async () => {
    integration = await IntegrationOnly.start({}, platform);
  });
  afterEach(() => integration.sandbox.faults.clear());
  afterAll(async () => {
    await integration.expectNoSecrets();
    await integration.close();
  });

  async function killDuring(operation: string, victim: "plugin" | "engine"): Promise<void> {
    const command = await duringCall(integration.person, operation, ({ child }) => {
      const engine = child.pid as number;
      process.kill(victim === "engine" ? engine : descendant(engine, "provider/main.ts"), "SIGKILL");
    });
    expect(command).not.toMatchObject({ code: 0 });
  }

  test.each(VICTIMS)(
    "$victim killed during a creation: the next up takes over the integration",
    async ({ victim, recovery }) => {
      await killDuring(platform.calls.create, victim);
      expect(integration.stored()).toHaveLength(1);
      expect(await integration.integrations()).toHaveLength(0);
      for (const command of recovery) await integration.person.mustRun(...command);
      await integration.person.mustRun("up", "--yes");
      await integration.expectAgreement();
      await integration.person.mustRun("destroy", "--yes", "--skip-preview");
      await integration.expectNothing();
    },
  );

  test.each(VICTIMS)("$victim killed during an update: the next up finishes it", async ({ victim, recovery }) => {
    await integration.person.mustRun("up", "--yes", "--skip-preview");
    await integration.newSecret();
    await killDuring(platform.calls.update, victim);
    for (const command of recovery) await integration.person.mustRun(...command);
    await integration.person.mustRun("up", "--yes");
    await integration.expectAgreement();
    await integration.person.mustRun("destroy", "--yes", "--skip-preview");
  });

  test("its data is lost during an update: up --refresh creates the integration again", async () => {
    await integration.person.set("test:verifyCredentials", "false");
    await integration.person.mustRun("up", "--yes", "--skip-preview");
    await integration.newSecret();
    const order = integration.sandbox.faults.inject({
      operation: platform.calls.update,
      kind: { type: "delay", milliseconds: 60_000 },
    });
    const { finished } = integration.person.begin("up", "--yes", "--skip-preview");
    while (order.remaining > 0) await delay(20);
    await integration.person.replaceSandbox();
    await finished;
    await integration.person.mustRun("up", "--yes", "--refresh");
    await integration.expectAgreement();
    await integration.person.mustRun("destroy", "--yes", "--skip-preview");
  });

  test("Ctrl-C ends a wait for a rate limit, and the next up continues", async () => {
    const kind = { type: "rateLimit", retryAfter: 50 } as const;
    integration.sandbox.faults.inject({ operation: platform.calls.create, kind });
    const { child, finished, output } = integration.person.begin("up", "--yes", "--skip-preview");
    while (!output().includes("the API's rate limit")) await delay(20);
    child.kill("SIGINT");
    expect(await finished).not.toMatchObject({ code: 0 });
    expect(integration.sandbox.journal.entries(platform.calls.create).at(-1)).toMatchObject({ status: 429 });
    await integration.person.mustRun("up", "--yes");
    await integration.expectAgreement();
  });

  test("an integration stays if an earlier version's state has it as both live and pending deletion", async () => {
    await integration.person.mustRun("up", "--yes", "--skip-preview");
    const [before] = integration.stored();
    await integration.leaveDeletionPending();
    await integration.person.mustRun("up", "--yes", "--skip-preview");
    expect(integration.stored()).toEqual([before]);
    await integration.expectAgreement();
    await integration.person.mustRun("destroy", "--yes", "--skip-preview");
    await integration.expectNothing();
  });
});
