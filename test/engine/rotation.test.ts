import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { FaultRule } from "../../sandbox/index.ts";
import { changedKinds, Deployment, type Run } from "./support/deployment.ts";
import { platformsOf } from "./support/platforms/index.ts";
import { Watch } from "./support/watch.ts";

/** Calls to the platform are retried only once. */
const QUICK = { "gitpod:requestTimeoutSeconds": "2", "gitpod:maxRetries": "1" };

/** One stack lives through all of it, so it rotates many times in a row. */
describe.each(platformsOf(0))("$name: a rotation", (platform) => {
  let deployment: Deployment;
  let watch: Watch;
  beforeAll(async () => {
    deployment = await Deployment.start({ platform, timeTravel: true, settings: QUICK });
    watch = new Watch(deployment.sandbox, platform);
    expect((await deployment.up()).failed).toBe(false);
  });
  afterEach(() => deployment.sandbox.faults.clear());
  afterAll(() => deployment.close());

  function secrets(): string[] {
    const [application] = [...deployment.sandbox.entra.directory.applications.values()];
    return [...(application?.passwords.values() ?? [])].map(({ secretText }) => secretText);
  }

  /** Entra and the platform have the same new secret and no other, nothing is left to do, and there was never a lapse. */
  async function expectRotated(before: readonly string[]): Promise<void> {
    const now = secrets();
    const stored = platform.stored(deployment.sandbox);
    const held = await Promise.all(stored.map(({ id }) => platform.secret(deployment.sandbox, id)));
    expect({ inEntra: now.length, held: held.length, same: held[0] === now[0] }).toEqual({
      inEntra: 1,
      held: 1,
      same: true,
    });
    expect(now.some((secret) => before.includes(secret))).toBe(false);
    expect(changedKinds(await deployment.up())).toEqual({});
    expect(await watch.lapses()).toEqual([]);
  }

  const rotateNow = (reason: string) => deployment.set("gitpod-azure-devops:rotationTrigger", reason);

  test("by trigger is previewed, and the platform gets the new secret before the old one is removed", async () => {
    const before = secrets();
    await rotateNow("leaked");
    const preview = await deployment.preview();
    expect(changedKinds(preview)).toEqual({ update: 2, replace: 1 });
    const { renewalCosts } = platform;
    if (renewalCosts === undefined) expect(preview.output).not.toMatch(/connect again|sign-ins|have to/);
    else expect(preview.output).toContain(renewalCosts);
    expect(secrets()).toEqual(before);
    expect((await deployment.up()).failed).toBe(false);
    await expectRotated(before);
  });

  test.each<[string, FaultRule]>([
    [
      "the platform refuses the new secret",
      { operation: platform.calls.update, kind: { type: "status", status: 503 }, count: 9 },
    ],
    [
      "the platform takes the new secret, but does not answer",
      { operation: platform.calls.update, kind: { type: "reset", after: true }, count: 9 },
    ],
    [
      "Entra does not delete the old secret",
      // The real plugin repeats a 503 more than nine times.
      { operation: "POST /v1.0/applications/{id}/removePassword", kind: { type: "status", status: 403 }, count: 9 },
    ],
  ])("that is interrupted because %s continues in the next run", async (why, order) => {
    const before = secrets();
    await rotateNow(why);
    deployment.sandbox.faults.inject(order);
    expect((await deployment.up()).failed).toBe(true);
    expect(secrets()).toHaveLength(2);
    deployment.sandbox.faults.clear();
    expect((await deployment.up()).failed).toBe(false);
    await expectRotated(before);
  });

  test("that is interrupted and triggered again ends with the newest secret", async () => {
    const before = secrets();
    await rotateNow("once");
    const kind = { type: "status", status: 503 } as const;
    deployment.sandbox.faults.inject({ operation: platform.calls.update, kind, count: 9 });
    expect((await deployment.up()).failed).toBe(true);
    deployment.sandbox.faults.clear();
    before.push(...secrets());
    await rotateNow("once more");
    expect((await deployment.up()).failed).toBe(false);
    await expectRotated(before);
  });

  test("that nobody wants causes a warning from 30 days before the secret expires, and happens after that", async () => {
    expect(messages(await deployment.preview())).toEqual([]);
    deployment.travel(151);
    expect(messages(await deployment.preview())).toEqual([["warning", expect.stringContaining("ends in 29 days")]]);
    deployment.travel(30);
    const late = await deployment.preview();
    expect(late.failed).toBe(false);
    expect(messages(late)).toEqual([["warning", expect.stringContaining("nobody can sign in")]]);
    expect(late.output).toContain("`pulumi up` makes a new one");
    const before = secrets();
    expect((await deployment.up()).failed).toBe(false);
    expect(messages(await deployment.preview())).toEqual([]);
    // Nobody could sign in until that run was done.
    watch.forget();
    await expectRotated(before);
  });

  test("by age happens in the first run after that age, and not before", async () => {
    await deployment.set("gitpod-azure-devops:rotateAfterDays", "150");
    expect((await deployment.up()).failed).toBe(false);
    const before = secrets();
    deployment.travel(149);
    expect(changedKinds(await deployment.up())).toEqual({});
    deployment.travel(1);
    expect(changedKinds(await deployment.preview())).toEqual({ update: 2, replace: 1 });
    expect((await deployment.up()).failed).toBe(false);
    await expectRotated(before);
    const { secretExpiresAt } = await deployment.outputs();
    const left = Date.parse(String(secretExpiresAt?.value)) - deployment.sandbox.entra.directory.now().getTime();
    expect(Math.round(left / 86_400_000)).toBe(180);
  });
});

/** Messages about the secret's age. */
function messages({ events }: Run): [severity: string, text: string][] {
  return events
    .flatMap(({ diagnosticEvent }: EngineEvent) => diagnosticEvent ?? [])
    .filter(({ urn }) => urn?.includes("gitpod:index:Rotation"))
    .map(({ severity, message }) => [severity, message]);
}
