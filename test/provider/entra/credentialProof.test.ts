import { describe, expect, test } from "@jest/globals";
import { proveCredentials } from "../../../provider/entra/credentialProof.ts";
import type { TryCredentials, Verdict } from "../../../provider/entra/tokenEndpoint.ts";
import { fakeContext, INPUTS } from "../classic/support/fakes.ts";

const ACCEPTED: Verdict = { kind: "accepted" };
const refused = (transient: boolean): Verdict => ({
  kind: "refused",
  code: "AADSTS7000215",
  reason: "AADSTS7000215: Bad.",
  transient,
});

/** Answers with these verdicts in turn, and with the last one from then on. */
function entra(...verdicts: Verdict[]): { ask: TryCredentials; asked: () => number } {
  let count = 0;
  const ask = async () => verdicts[Math.min(count++, verdicts.length - 1)] as Verdict;
  return { ask, asked: () => count };
}

describe("the proof of credentials", () => {
  test("ends when Entra accepts them", async () => {
    const context = fakeContext();
    const { ask, asked } = entra(ACCEPTED);
    await proveCredentials(INPUTS, ask, context);
    expect([asked(), context.messages, context.clock.sleeps]).toEqual([1, [], []]);
  });

  test("waits longer and longer while Entra does not know them yet, and says so", async () => {
    const context = fakeContext();
    const { ask } = entra(...Array.from({ length: 6 }, () => refused(true)), ACCEPTED);
    await proveCredentials(INPUTS, ask, context);
    expect(context.clock.sleeps).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    expect(context.messages[0]).toBe("status: waiting for Entra to know the new client secret: AADSTS7000215: Bad.");
  });

  test("gives up within 90 seconds", async () => {
    const context = fakeContext();
    const start = context.clock.now();
    await expect(proveCredentials(INPUTS, entra(refused(true)).ask, context)).rejects.toThrow(
      "The integration was not changed",
    );
    const waited = context.clock.now() - start;
    expect(waited).toBeGreaterThan(80_000);
    expect(waited).toBeLessThanOrEqual(90_000);
  });

  test("does not wait after a permanent refusal", async () => {
    const context = fakeContext();
    const error = await proveCredentials(INPUTS, entra(refused(false)).ask, context).catch((reason: unknown) => reason);
    expect(String(error)).toContain("`verifyCredentials: false` skips this check");
    expect(String(error).includes(INPUTS.clientSecret)).toBe(false);
    expect(context.clock.sleeps).toEqual([]);
  });

  test("continues with a warning when Entra gives no verdict", async () => {
    const context = fakeContext();
    await proveCredentials(INPUTS, entra({ kind: "inconclusive", reason: "HTTP 502" }).ask, context);
    expect(context.messages).toEqual([
      expect.stringMatching(/^warn: could not prove at https:.*so it is used unproven: HTTP 502$/),
    ]);
  });

  test("is skipped when the program says so", async () => {
    const { ask, asked } = entra(refused(false));
    await proveCredentials({ ...INPUTS, verifyCredentials: false }, ask, fakeContext());
    expect(asked()).toBe(0);
  });

  test("ends its wait when the operation is cancelled", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled");
    const context = fakeContext(controller.signal);
    context.clock.onSleep = () => controller.abort(reason);
    await expect(proveCredentials(INPUTS, entra(refused(true)).ask, context)).rejects.toBe(reason);
  });
});
