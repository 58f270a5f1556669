import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import { asSecret, UNKNOWN } from "../../provider-kit/values.ts";
import { type Given, Plugin } from "../support/plugin.ts";

const ROTATION = "urn:pulumi:dev::project::gitpod:index:Rotation::rotation";
const UUID = "0d7eb2ab-4f0f-4f3c-8d3e-0a2f7f3c9d1e";
const urn = (type: string) => `urn:pulumi:dev::project::gitpod:index:${type}::integration`;
const { DiffChanges } = providerPb.DiffResponse;

let plugin: Plugin;

beforeAll(async () => {
  plugin = await Plugin.start();
  await plugin.configure({ host: "gitpod.example.com" });
});
afterAll(() => plugin.stop());

describe("provider settings", () => {
  test("keep what was given and hide the token", async () => {
    const { inputs: kept, failures } = await plugin.checkConfig({
      host: "Gitpod.Example.com",
      token: "gitpod_pat_x",
      version: "1.0.0",
    });
    expect(failures).toEqual({});
    expect(kept).toEqual({ host: "gitpod.example.com", token: asSecret("gitpod_pat_x"), version: "1.0.0" });
  });

  test.each([
    [
      { host: "https://gitpod.example.com/" },
      "host",
      "host must be a host name without a scheme; write gitpod.example.com",
    ],
    [{ host: "gitpod.example.com", apiUrl: "http://gitpod.example.com" }, "apiUrl", "must start with https://"],
    [{ host: "gitpod.example.com", requestTimeoutSeconds: "soon" }, "requestTimeoutSeconds", "must be a number"],
    [{ host: "gitpod.example.com", maxRetrys: "3" }, "maxRetrys", "did you mean maxRetries?"],
    [{ host: "gitpod.io" }, "host", "no Azure DevOps for organizations"],
    [{ host: "gitpod.example.com", apiUrl: "https://api.example.com?key=x" }, "apiUrl", "must not contain a query"],
  ])("%j is refused for %s", async (news, property, reason) => {
    expect((await plugin.checkConfig(news)).failures[property]).toContain(reason);
  });

  test("demand a host for Gitpod Classic, and not for Ona", async () => {
    const other = await Plugin.start();
    await other.configure({});
    const app = { clientId: "app", clientSecret: "secret" };
    const endpoints = { authorizationUrl: "https://login.example.com/a", tokenUrl: "https://login.example.com/t" };
    const classic = other.check(urn("AuthProvider"), { organizationId: UUID, ...endpoints, ...app });
    await expect(classic).rejects.toThrow("gitpod:host is not set, nor is the environment variable GITPOD_HOST");
    const issuerUrl = "https://login.example.com/tenant/v2.0";
    const ona = await other.check(urn("ScmIntegration"), { runnerId: UUID, issuerUrl, ...app });
    expect(ona.failures).toEqual({});
    await other.stop();
  });

  test("that nobody has changed show no change, whether they have a default or not", async () => {
    const { inputs } = await plugin.checkConfig({ host: "gitpod.example.com", maxRetries: "3" });
    const changes = async (news: Given) => (await plugin.diffConfig(inputs, news)).getDiffsList();
    expect(await changes(inputs)).toEqual([]);
    expect(await changes({ ...inputs, maxRetries: undefined })).toEqual(["maxRetries"]);
  });

  test("come from the environment if the stack sets none", async () => {
    const other = await Plugin.start({ GITPOD_HOST: "gitpod.example.com", GITPOD_TOKEN: "gitpod_pat_environment" });
    const { inputs: kept, failures } = await other.checkConfig({});
    await other.stop();
    expect(failures).toEqual({});
    expect(kept).toEqual({ host: "gitpod.example.com" });
  });
});

describe("rotation", () => {
  test("keeps its dates until something asks for new ones", async () => {
    const { id, properties } = await plugin.create(ROTATION, { lifetimeDays: 180 });
    expect(properties.generation).toBe(1);
    const days = (Date.parse(String(properties.expiresAt)) - Date.parse(String(properties.issuedAt))) / 86_400_000;
    expect(days).toBe(180);
    const none = await plugin.diff(ROTATION, id, { lifetimeDays: 180 }, properties, { lifetimeDays: 180 });
    expect(none.getChanges()).toBe(DiffChanges.DIFF_NONE);
    const preview = await plugin.update(
      ROTATION,
      id,
      { lifetimeDays: 180 },
      properties,
      { lifetimeDays: 180, trigger: "now" },
      true,
    );
    expect(preview).toMatchObject({ generation: UNKNOWN, expiresAt: UNKNOWN });
    const renewed = await plugin.update(ROTATION, id, { lifetimeDays: 180 }, properties, {
      lifetimeDays: 180,
      trigger: "now",
    });
    expect(renewed.generation).toBe(2);
  });

  test("is due by age", async () => {
    const state = {
      lifetimeDays: 180,
      rotateAfterDays: 90,
      generation: 3,
      issuedAt: "2020-01-01T00:00:00Z",
      expiresAt: "2020-06-29T00:00:00Z",
    };
    const inputs = { lifetimeDays: 180, rotateAfterDays: 90 };
    const differences = async (urn: string) => (await plugin.diff(urn, "id", inputs, state, inputs)).getDiffsList();
    await plugin.check(ROTATION, inputs);
    expect(await differences(ROTATION)).toEqual(["issuedAt"]);
    // A refresh compares without the program's check: nothing was changed outside.
    expect(await differences(`${ROTATION}-refreshed`)).toEqual([]);
  });
});

test("the plugin ends with its engine", async () => {
  const other = await Plugin.start();
  await other.stop();
  expect(other.process.exitCode).toBe(0);
});

test("describes itself with the schema that is committed", async () => {
  const schema = await plugin.schema();
  expect(schema).toEqual(JSON.parse(await readFile(new URL("../../provider/schema.json", import.meta.url), "utf8")));
  expect(schema).toMatchObject({ name: "gitpod", version: await plugin.version() });
});
