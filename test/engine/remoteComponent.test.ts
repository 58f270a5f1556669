import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { Rotation } from "../../components/gitpod/rotation.ts";
import { approve } from "../../sandbox/browser.ts";
import { changedKinds, Deployment } from "./support/deployment.ts";
import { type Arguments, comparableState, register, requiredArgs, type Where } from "./support/remote.ts";
import { gitpodHoldsValidSecret } from "./support/secrets.ts";

const RESOURCES = 8;

/** One life of an integration, in order: each step builds on the one before. */
describe("an integration that the plugin constructs for a program", () => {
  let deployment: Deployment;
  let more: Partial<Arguments> = {};
  const program = async () => register("remote", "azure-devops", { ...requiredArgs(deployment.sandbox), ...more });
  beforeAll(async () => {
    deployment = await Deployment.start({ program });
  });
  afterAll(() => deployment.close());

  test("is previewed with everything in it, without a call to Gitpod", async () => {
    const run = await deployment.preview();
    expect(run).toMatchObject({ failed: false, changes: { create: RESOURCES } });
    expect(deployment.sandbox.journal.entries().filter(({ cloud }) => cloud === "gitpod")).toEqual([]);
    // What depends on no resource is known.
    expect(run.output).toContain(`tokenUrl           : "${deployment.sandbox.entra.authorityHost}`);
    expect(run.output).toContain("clientId           : [unknown]");
  });

  test("is created by up, and its outputs reach the program", async () => {
    expect(await deployment.up()).toMatchObject({ failed: false, changes: { create: RESOURCES } });
    const [stored] = deployment.sandbox.gitpod.integrations.list();
    const outputs = await deployment.outputs();
    expect(outputs).toMatchObject({
      integrationId: { value: stored?.id, secret: false },
      clientId: { value: stored?.clientId, secret: false },
      verified: { value: false, secret: false },
      secretExpiresAt: { value: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), secret: false },
    });
    expect({
      isSecret: outputs.clientSecret?.secret,
      isTheOne: outputs.clientSecret?.value === stored?.clientSecret,
    }).toEqual({ isSecret: true, isTheOne: true });
  });

  test("is activated by an owner, which a refresh shows and the next up leaves alone", async () => {
    const { activationUrl } = await deployment.outputs();
    expect(await approve(String(activationUrl?.value))).toMatchObject({ ok: true });
    expect(await deployment.refresh()).toMatchObject({ failed: false });
    const run = await deployment.up();
    expect(run).toMatchObject({ failed: false, changes: { same: RESOURCES } });
    expect(changedKinds(run)).toEqual({});
    expect((await deployment.outputs()).verified?.value).toBe(true);
  });

  test("is updated and rotated, with a secret trigger that stays secret", async () => {
    const before = deployment.sandbox.gitpod.integrations.list()[0]?.clientSecret;
    more = { applicationName: "Renamed", rotation: { lifetimeDays: 180, trigger: pulumi.secret("leaked-on-tuesday") } };
    const preview = await deployment.preview();
    expect(changedKinds(preview)).toEqual({ update: 3, replace: 1 });
    expect(preview.output).toContain("Renamed");
    expect((await deployment.up()).failed).toBe(false);
    const [stored] = deployment.sandbox.gitpod.integrations.list();
    expect({ isNew: stored?.clientSecret !== before, works: gitpodHoldsValidSecret(deployment.sandbox) }).toEqual({
      isNew: true,
      works: true,
    });
    expect(changedKinds(await deployment.up())).toEqual({});
  });

  test("leaves no secret in the state, the messages and the events", async () => {
    const { gitpod, entra } = deployment.sandbox;
    const passwords = [...entra.directory.applications.values()].flatMap(({ passwords }) => [...passwords.values()]);
    const secrets = [gitpod.token, "leaked-on-tuesday", ...passwords.map(({ secretText }) => secretText)];
    expect(secrets.length).toBeGreaterThan(2);
    const [state, printed] = [await deployment.state(), deployment.printed()];
    expect(state).toContain("gitpod:index:AzureDevOpsIntegration");
    const found = (text: string) => secrets.filter((secret) => text.includes(secret)).length;
    expect({ inState: found(state), printed: found(printed) }).toEqual({ inState: 0, printed: 0 });
  });

  test("is destroyed with all that belongs to it", async () => {
    expect(await deployment.destroy()).toMatchObject({ failed: false, changes: { delete: RESOURCES } });
    expect(deployment.sandbox.gitpod.integrations.list()).toEqual([]);
    expect(deployment.sandbox.entra.directory.applications.size).toBe(0);
  });
});

describe("the same program with the component in the plugin and in its own process", () => {
  let deployment: Deployment;
  let where: Where = "remote";

  /** Two integrations at once, with inputs of every kind: plain, secret, depending on a resource, and options. */
  const program = async () => {
    const required = requiredArgs(deployment.sandbox);
    const [other, earlier] = [new Rotation("other"), new Rotation("earlier")];
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent");
    const generation = pulumi.interpolate`generation ${other.generation}`;
    register(
      where,
      "first",
      {
        ...required,
        permissions: pulumi.output(["vso.code_write", "vso.profile"] as const),
        notes: pulumi.secret(generation),
        tags: ["one", "two"],
        rotation: { lifetimeDays: 90, trigger: generation },
        adminConsent: true,
      },
      { parent, dependsOn: [earlier], protect: false },
    );
    const trigger = pulumi.secret("now");
    register(where, "second", {
      ...required,
      providerHost: "devops.example.com",
      applicationName: "Second",
      notes: generation,
      rotation: { trigger },
      verifyCredentials: false,
    });
  };

  beforeAll(async () => {
    deployment = await Deployment.start({ program });
    deployment.sandbox.gitpod.installation.setReachable("devops.example.com");
  });
  afterAll(() => deployment.close());

  test("leaves the same state, property by property, and shows no change on the way there and back", async () => {
    const first = await deployment.up();
    expect({ failed: first.failed, output: first.output }).toMatchObject({ failed: false });
    const remote = await comparableState(deployment);
    expect(Object.keys(remote).filter((urn) => urn.includes("AzureDevOpsIntegration::"))).toHaveLength(2);
    where = "inProcess";
    expect(changedKinds(await deployment.preview())).toEqual({});
    expect(changedKinds(await deployment.up())).toEqual({});
    expect(await comparableState(deployment)).toEqual(remote);
    where = "remote";
    expect(changedKinds(await deployment.preview())).toEqual({});
    expect(changedKinds(await deployment.up())).toEqual({});
    expect(await comparableState(deployment)).toEqual(remote);
    expect(changedKinds(await deployment.up({ refresh: true }))).toEqual({});
    expect((await deployment.destroy()).failed).toBe(false);
  });

  test("leaves the same state where its own process deploys it first", async () => {
    where = "inProcess";
    expect((await deployment.up()).failed).toBe(false);
    const inProcess = await comparableState(deployment);
    where = "remote";
    expect(changedKinds(await deployment.up())).toEqual({});
    expect(await comparableState(deployment)).toEqual(inProcess);
  });
});
