import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { changedKinds, Deployment, type Run } from "./support/deployment.ts";
import { CLASSIC_UNDER_TEST } from "./support/platforms/classic.ts";
import { ONA_UNDER_TEST } from "./support/platforms/ona.ts";
import { Watch } from "./support/watch.ts";

const ORGANIZATION = "gitpod-azure-devops:organizationId";
const INTEGRATIONS = "gitpod-azure-devops:integrations";

describe("a stack moves from Gitpod Classic to Ona, and back", () => {
  let deployment: Deployment;
  const apps = () => [...deployment.sandbox.entra.directory.applications.values()];
  const passwords = () => apps().flatMap(({ passwords }) => [...passwords.values()]);
  const connected = () => deployment.sandbox.ona.signIns.list().length;

  beforeAll(async () => {
    deployment = await Deployment.start();
    expect(await deployment.up()).toMatchObject({ failed: false });
    await activate();
  });
  afterAll(async () => {
    const seen = deployment.printed() + (await deployment.state());
    expect(secrets.size).toBeGreaterThan(1);
    await deployment.close();
    // A number, so that no failure prints one.
    expect([...secrets].filter((secret) => seen.includes(secret)).length).toBe(0);
  });

  const secrets = new Set<string>();

  async function output(name: string, entry?: string): Promise<unknown> {
    const outputs = await deployment.outputs();
    if (entry === undefined) return outputs[name]?.value;
    const { [entry]: found = {} } = (outputs.integrations?.value ?? {}) as Record<string, Record<string, unknown>>;
    return found[name];
  }

  /** An organization owner of Gitpod Classic consents. */
  async function activate(): Promise<void> {
    expect(await approve(String(await output("activationUrl")))).toMatchObject({ ok: true });
    await expectActive();
  }

  async function expectActive(): Promise<void> {
    expect(await deployment.refresh()).toMatchObject({ failed: false });
    expect(deployment.sandbox.gitpod.integrations.list()).toMatchObject([{ verified: true }]);
  }

  /** A person of Ona connects. */
  async function connect(): Promise<void> {
    expect(await output("verified", "new")).toBe(true);
    expect(await output("problems", "new")).toEqual([]);
    expect(await approve(String(await output("connectUrl", "new")))).toMatchObject({ ok: true });
    expect(connected()).toBe(1);
  }

  /** The next step. It must work, and leave nothing to do. */
  async function step(): Promise<{ preview: Run; run: Run }> {
    const preview = await deployment.preview();
    expect(preview).toMatchObject({ failed: false });
    const run = await deployment.up();
    expect(run).toMatchObject({ failed: false });
    for (const { secretText } of passwords()) secrets.add(secretText);
    expect(changedKinds(await deployment.preview())).toEqual({});
    expect(apps()).toHaveLength(1);
    return { preview, run };
  }

  async function addOna(): Promise<void> {
    const { ona } = deployment.sandbox;
    await deployment.set("gitpod:onaApiUrl", ona.apiUrl);
    await deployment.stack.setConfig("gitpod:onaToken", { value: ona.token, secret: true });
    await deployment.set(INTEGRATIONS, JSON.stringify({ new: { platform: "ona", runnerId: ona.runnerId } }));
  }

  test("Ona joins with the same app and a secret of its own, and Gitpod Classic stays active", async () => {
    const classic = new Watch(deployment.sandbox, CLASSIC_UNDER_TEST);
    await addOna();
    const { preview, run } = await step();
    expect(changedKinds(preview)).toEqual({ create: 5, update: 1 });
    expect(changedKinds(run)).toEqual(changedKinds(preview));
    expect(await classic.stopped()).toEqual([]);
    expect(passwords()).toHaveLength(2);
    await expectActive();
    await connect();
  });

  test("Gitpod Classic leaves, and whoever has connected to Ona stays so", async () => {
    const ona = new Watch(deployment.sandbox, ONA_UNDER_TEST);
    const classic = new Watch(deployment.sandbox, CLASSIC_UNDER_TEST);
    await deployment.stack.removeConfig(ORGANIZATION);
    const { preview, run } = await step();
    expect(changedKinds(preview)).toEqual({ delete: 4, update: 2 });
    expect(changedKinds(run)).toEqual(changedKinds(preview));
    expect(await ona.stopped()).toEqual([]);
    // What the guide says: it stops with the app's new redirect URIs, some seconds before it is gone.
    expect((await classic.stopped())[0]).toBe("PATCH /v1.0/applications/{id}");
    expect(deployment.sandbox.gitpod.integrations.list()).toEqual([]);
    expect(passwords()).toHaveLength(1);
    expect(connected()).toBe(1);
    await connect();
  });

  test("Ona alone needs nothing of Gitpod Classic", async () => {
    for (const name of ["host", "apiUrl", "token"]) await deployment.stack.removeConfig(`gitpod:${name}`);
    expect(changedKinds(await deployment.preview())).toEqual({});
    await deployment.set("gitpod-azure-devops:rotationTrigger", "now");
    const ona = new Watch(deployment.sandbox, ONA_UNDER_TEST);
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(await ona.stopped()).toEqual([]);
    await connect();
  });

  test("Gitpod Classic comes back, and Ona gets a secret of its own again", async () => {
    const { sandbox } = deployment;
    const ona = new Watch(sandbox, ONA_UNDER_TEST);
    for (const [name, value] of Object.entries(sandbox.settings())) await deployment.set(name, value);
    await deployment.stack.setConfig("gitpod:token", { value: sandbox.gitpod.token, secret: true });
    const { preview, run } = await step();
    expect(changedKinds(preview)).toEqual({ create: 4, update: 2 });
    expect(changedKinds(run)).toEqual(changedKinds(preview));
    expect(await ona.stopped()).toEqual([]);
    expect(connected()).toBe(1);
    await connect();
    await activate();
  });

  test("Ona leaves, which its preview says costs all sign-ins, and Gitpod Classic stays active", async () => {
    const classic = new Watch(deployment.sandbox, CLASSIC_UNDER_TEST);
    const ona = new Watch(deployment.sandbox, ONA_UNDER_TEST);
    await deployment.stack.removeConfig(INTEGRATIONS);
    const { preview } = await step();
    expect(changedKinds(preview)).toEqual({ delete: 5, update: 1 });
    expect(preview.output.replace(/\s+/g, " ")).toContain("and the sign-ins of all people who use it");
    expect(await classic.stopped()).toEqual([]);
    expect((await ona.stopped())[0]).toBe("PATCH /v1.0/applications/{id}");
    expect(connected()).toBe(0);
    expect(passwords()).toHaveLength(1);
    await expectActive();
    expect(await deployment.destroy()).toMatchObject({ failed: false });
    expect(apps()).toEqual([]);
  });
});
