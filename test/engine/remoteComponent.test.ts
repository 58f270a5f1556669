import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { approve } from "../../sandbox/browser.ts";
import { changedKinds, Deployment } from "./support/deployment.ts";
import { register, requiredArgs, type Arguments } from "./support/remote.ts";

describe("a component that the plugin constructs", () => {
  let deployment: Deployment;
  let where: "remote" | "inProcess" = "remote";
  let more: Partial<Arguments> = {};
  const program = async () =>
    register(where, "azure-devops", { ...requiredArgs(deployment.sandbox), ...more });
  beforeAll(async () => {
    deployment = await Deployment.start({ program });
  });
  afterAll(() => deployment.close());

  test("is previewed", async () => {
    const run = await deployment.preview();
    console.log(run.output);
    expect(run).toMatchObject({ failed: false, changes: { create: 8 } });
  });
  test("up", async () => {
    const run = await deployment.up();
    console.log(run.output);
    expect(run).toMatchObject({ failed: false, changes: { create: 8 } });
    console.log(await deployment.state());
  });
  test("in process", async () => {
    where = "inProcess";
    const run = await deployment.up();
    console.log(run.output);
    expect(changedKinds(run)).toEqual({});
    console.log(await deployment.state());
  });
});
