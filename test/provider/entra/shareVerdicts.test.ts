import { expect, test } from "@jest/globals";
import { shareVerdicts } from "../../../provider/entra/shareVerdicts.ts";
import type { Verdict } from "../../../provider/entra/tokenEndpoint.ts";

const CREDENTIALS = { tokenUrl: "https://login.example.com/token", clientId: "a", clientSecret: "s" };
const ACCEPTED: Verdict = { kind: "accepted" };
const REFUSED: Verdict = { kind: "refused", code: "AADSTS7000215", reason: "not yet", transient: true };
const never = new AbortController().signal;

/** Answers in turn, then repeats the last one. */
function endpoint(...verdicts: readonly Verdict[]) {
  let asked = 0;
  const ask = shareVerdicts(async () => verdicts[Math.min(asked++, verdicts.length - 1)] as Verdict);
  return { ask, asked: () => asked };
}

test("callers share one request, and so do later ones once the credentials are accepted", async () => {
  const { ask, asked } = endpoint(ACCEPTED);
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => ask({ ...CREDENTIALS }, never)));
  expect(new Set(verdicts)).toEqual(new Set([ACCEPTED]));
  expect(await ask(CREDENTIALS, never)).toBe(ACCEPTED);
  expect(asked()).toBe(1);
});

test("any other verdict is shared only by concurrent callers, and the next asks again", async () => {
  const { ask, asked } = endpoint(REFUSED, { kind: "inconclusive", reason: "HTTP 500" }, ACCEPTED);
  expect(await Promise.all([ask(CREDENTIALS, never), ask(CREDENTIALS, never)])).toEqual([REFUSED, REFUSED]);
  expect((await ask(CREDENTIALS, never)).kind).toBe("inconclusive");
  expect(await ask(CREDENTIALS, never)).toBe(ACCEPTED);
  expect(asked()).toBe(3);
});

test.each(["tokenUrl", "clientId", "clientSecret"] as const)("another %s needs another request", async (name) => {
  const { ask, asked } = endpoint(ACCEPTED);
  await ask(CREDENTIALS, never);
  await ask({ ...CREDENTIALS, [name]: "other" }, never);
  expect(asked()).toBe(2);
});

test("when the caller that asked is cancelled, another asks again", async () => {
  const cancel = new AbortController();
  let asked = 0;
  const ask = shareVerdicts((_, signal) => {
    asked++;
    if (signal !== cancel.signal) return Promise.resolve(ACCEPTED);
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  const first = ask(CREDENTIALS, cancel.signal);
  const others = [ask(CREDENTIALS, never), ask(CREDENTIALS, never)];
  cancel.abort(new Error("cancelled"));
  await expect(first).rejects.toThrow("cancelled");
  expect(await Promise.all(others)).toEqual([ACCEPTED, ACCEPTED]);
  expect(asked).toBe(2);
});

test("a failure reaches every caller, and the next asks again", async () => {
  let broken = true;
  const ask = shareVerdicts(async () => {
    if (broken) throw new Error("broken");
    return ACCEPTED;
  });
  const outcomes = await Promise.allSettled([ask(CREDENTIALS, never), ask(CREDENTIALS, never)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  broken = false;
  expect(await ask(CREDENTIALS, never)).toBe(ACCEPTED);
});
