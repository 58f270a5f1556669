import { afterEach, describe, expect, test } from "@jest/globals";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { FaultRule } from "../../sandbox/index.ts";
import { changedKinds, Deployment, type Run } from "./support/deployment.ts";
import { gitpodHoldsValidSecret, watchSecrets } from "./support/secrets.ts";

/** Calls to Gitpod are retried only once. */
const QUICK = { "gitpod:requestTimeoutSeconds": "2", "gitpod:maxRetries": "1" };

let deployment: Deployment;
let lapses: string[];
afterEach(() => deployment.close());

/** Deploys an integration and watches its secrets from the start. */
async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  deployment = await Deployment.start({ timeTravel: true, settings: { ...QUICK, ...settings } });
  lapses = watchSecrets(deployment.sandbox);
  expect((await deployment.up()).failed).toBe(false);
}

function secrets(): string[] {
  const [application] = [...deployment.sandbox.entra.directory.applications.values()];
  return [...(application?.passwords.values() ?? [])].map(({ secretText }) => secretText);
}

/** Entra and Gitpod have the same new secret and no other, nothing is left to do, and there was never a lapse. */
async function expectRotated(before: readonly string[]): Promise<void> {
  const now = secrets();
  const held = deployment.sandbox.gitpod.integrations.list().map(({ clientSecret }) => clientSecret);
  expect({ inEntra: now.length, atGitpod: held.length, same: held[0] === now[0] }).toEqual({
    inEntra: 1,
    atGitpod: 1,
    same: true,
  });
  expect(now.some((secret) => before.includes(secret))).toBe(false);
  expect(changedKinds(await deployment.up())).toEqual({});
  expect(lapses).toEqual([]);
}

const rotateNow = (reason: string) => deployment.set("gitpod-azure-devops:rotationTrigger", reason);

describe("a rotation", () => {
  test("by trigger is previewed, and Gitpod gets the new secret before the old one is removed", async () => {
    await start();
    const before = secrets();
    await rotateNow("leaked");
    const preview = await deployment.preview();
    expect(changedKinds(preview)).toEqual({ update: 2, replace: 1 });
    expect(preview.output).toContain("an organization owner has activated it again");
    expect(secrets()).toEqual(before);
    expect((await deployment.up()).failed).toBe(false);
    await expectRotated(before);
  });

  test("by age happens in the first run after that age, and not before", async () => {
    await start({ "gitpod-azure-devops:rotateAfterDays": "150" });
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

  test("works several times in a row", async () => {
    await start();
    const before: string[] = [];
    for (const reason of ["one", "two", "three"]) {
      before.push(...secrets());
      await rotateNow(reason);
      expect((await deployment.up()).failed).toBe(false);
    }
    await expectRotated(before);
  });

  test.each<[string, FaultRule]>([
    [
      "Gitpod refuses the new secret",
      { operation: "UpdateAuthProvider", kind: { type: "status", status: 503 }, count: 9 },
    ],
    [
      "Gitpod takes the new secret, but does not answer",
      { operation: "UpdateAuthProvider", kind: { type: "reset", after: true }, count: 9 },
    ],
    [
      "Entra does not delete the old secret",
      // The real plugin repeats a 503 more than nine times.
      { operation: "POST /v1.0/applications/{id}/removePassword", kind: { type: "status", status: 403 }, count: 9 },
    ],
  ])("that is interrupted because %s continues in the next run", async (_, order) => {
    await start();
    const before = secrets();
    await rotateNow("leaked");
    deployment.sandbox.faults.inject(order);
    expect((await deployment.up()).failed).toBe(true);
    expect(secrets()).toHaveLength(2);
    deployment.sandbox.faults.clear();
    expect((await deployment.up()).failed).toBe(false);
    await expectRotated(before);
  });

  test("that is interrupted and triggered again ends with the newest secret", async () => {
    await start();
    const before = secrets();
    await rotateNow("leaked");
    deployment.sandbox.faults.inject({
      operation: "UpdateAuthProvider",
      kind: { type: "status", status: 503 },
      count: 9,
    });
    expect((await deployment.up()).failed).toBe(true);
    deployment.sandbox.faults.clear();
    before.push(...secrets());
    await rotateNow("leaked again");
    expect((await deployment.up()).failed).toBe(false);
    await expectRotated(before);
  });
});

describe("a secret that is not renewed automatically", () => {
  test("causes a warning from 30 days before it expires, and is renewed by the next up after that", async () => {
    await start();
    expect(messages(await deployment.preview())).toEqual([]);
    deployment.travel(151);
    expect(messages(await deployment.preview())).toEqual([["warning", expect.stringContaining("ends in 29 days")]]);
    deployment.travel(30);
    const late = await deployment.preview();
    expect(late.failed).toBe(false);
    expect(messages(late)).toEqual([["warning", expect.stringContaining("nobody can sign in")]]);
    expect(late.output).toContain("`pulumi up` makes a new one");
    const before = secrets();
    lapses.length = 0;
    expect((await deployment.up()).failed).toBe(false);
    expect(gitpodHoldsValidSecret(deployment.sandbox)).toBe(true);
    expect(secrets().some((secret) => before.includes(secret))).toBe(false);
    expect(messages(await deployment.preview())).toEqual([]);
  });
});

/** Messages about the secret's age. */
function messages({ events }: Run): [severity: string, text: string][] {
  return events
    .flatMap(({ diagnosticEvent }: EngineEvent) => diagnosticEvent ?? [])
    .filter(({ urn }) => urn?.includes("gitpod:index:Rotation"))
    .map(({ severity, message }) => [severity, message]);
}
