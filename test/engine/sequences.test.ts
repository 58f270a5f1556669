import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import fc from "fast-check";
import { IntegrationOnly } from "./support/integration.ts";
import { platformsOf } from "./support/platforms/index.ts";
import { KNOWN, sequences } from "./support/steps.ts";
import { Story } from "./support/story.ts";
import { newSeed } from "./support/turns.ts";

/** The number of sequences, including the known ones, and their seed: the same seed gives the same ones. */
const SEQUENCES = Number(process.env.TEST_SEQUENCES ?? 8);
const SEED = newSeed();
const LONGEST = 6;

jest.setTimeout(60_000 + SEQUENCES * 60_000);

describe.each(platformsOf(0))("$name: whatever happens, one up --refresh recovers", (platform) => {
  let integration: IntegrationOnly;
  beforeAll(async () => {
    integration = await IntegrationOnly.start({}, platform);
    await integration.person.set("gitpod:maxRetries", "1");
  });
  afterAll(async () => {
    await integration.expectNoSecrets();
    await integration.close();
  });

  test(`${SEQUENCES} sequences of up to ${LONGEST} steps (TEST_SEED=${SEED})`, async () => {
    let done = 0;
    const property = fc.asyncProperty(sequences(LONGEST), async (sequence) => {
      const story = new Story(integration);
      for (const step of sequence) await story.act(step);
      await story.settle();
      await story.end();
      done++;
    });
    await fc.assert(property, {
      numRuns: SEQUENCES,
      seed: SEED,
      examples: KNOWN.map((sequence) => [[...sequence]]),
      endOnFailure: true,
      reporter: (result) => {
        if (!result.failed) return;
        const steps = JSON.stringify(result.counterexample?.[0]);
        throw new Error(
          `sequence ${result.numRuns} of ${SEQUENCES} fails; again with TEST_SEED=${SEED} TEST_SEQUENCES=${result.numRuns}:\n` +
            `${steps}\n${result.errorInstance instanceof Error ? result.errorInstance.stack : result.errorInstance}`,
        );
      },
    });
    expect(done).toBe(SEQUENCES);
  });
});
