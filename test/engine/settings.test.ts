import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Deployment } from "./support/deployment.ts";

const PROJECT = "gitpod-azure-devops";

describe("wrong settings", () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.start({ secretSettings: {} });
  });
  afterAll(() => deployment.close());

  test.each([
    [`${PROJECT}:organizationId`, "", `pulumi config set ${PROJECT}:organizationId`],
    [`${PROJECT}:organizationId`, "acme", `pulumi config set ${PROJECT}:organizationId`],
    [`${PROJECT}:providerHost`, "https://dev.azure.com", `pulumi config set ${PROJECT}:providerHost dev.azure.com`],
    [`${PROJECT}:authorityHost`, "http://login.example.com", `pulumi config set ${PROJECT}:authorityHost`],
    ["gitpod:host", "https://gitpod.example.com", "pulumi config set gitpod:host gitpod.example.com"],
    [`${PROJECT}:organisationId`, "x", "organizationId"],
  ])("%s = %j stops the preview with one error that names the mend", async (name, value, mend) => {
    const before = await deployment.stack.getConfig(name).catch(() => undefined);
    await deployment.set(name, value);
    const run = await deployment.preview();
    await (before === undefined ? deployment.stack.removeConfig(name) : deployment.stack.setConfig(name, before));
    expect(run.failed).toBe(true);
    const errors = run.events.filter((event) => event.diagnosticEvent?.severity === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]?.diagnosticEvent?.message).toContain(name);
    expect(errors[0]?.diagnosticEvent?.message).toContain(mend);
    expect(deployment.sandbox.journal.entries()).toEqual([]);
  });

  test("a plain http address of the API is refused at preview", async () => {
    const before = await deployment.stack.getConfig("gitpod:apiUrl");
    await deployment.set("gitpod:apiUrl", "http://gitpod.example.com");
    const run = await deployment.preview();
    await deployment.stack.setConfig("gitpod:apiUrl", before);
    expect(run.failed).toBe(true);
    expect(run.output).toContain("apiUrl must start with https://");
  });

  test("a missing token is no matter for a preview, and stops up with the command that sets it", async () => {
    expect(await deployment.preview()).toMatchObject({ failed: false });
    const run = await deployment.up();
    expect(run.failed).toBe(true);
    expect(run.output).toContain("pulumi config set --secret gitpod:token");
    await deployment.stack.setConfig("gitpod:token", { value: deployment.sandbox.gitpod.token, secret: true });
    expect(await deployment.up()).toMatchObject({ failed: false });
    expect(deployment.sandbox.gitpod.providers.list()).toHaveLength(1);
  });
});
