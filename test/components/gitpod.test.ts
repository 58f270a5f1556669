import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { gitpod } from "../../components/index.ts";
import { EXPIRES_AT, value, World, wireSecret } from "./support/mocks.ts";

let world: World;

beforeEach(async () => {
  world = await World.start();
});

const ARGS: gitpod.AuthProviderArgs = {
  organizationId: "11111111-1111-4111-8111-111111111111",
  authorizationUrl: "https://login.example.com/authorize",
  tokenUrl: "https://login.example.com/token",
  clientId: "client-id",
  clientSecret: "s3cret",
};

describe("AuthProvider", () => {
  test("marks a client secret given in plain text as secret", async () => {
    const provider = new gitpod.AuthProvider("it", ARGS);
    await value(provider.urn);
    expect(world.inputs("gitpod:index:AuthProvider").clientSecret).toEqual(wireSecret("s3cret"));
    expect(await pulumi.isSecret(provider.clientSecret)).toBe(true);
    expect(await pulumi.isSecret(provider.clientId)).toBe(false);
  });

  test("leaves defaults to the provider", async () => {
    await value(new gitpod.AuthProvider("it", ARGS).urn);
    expect(Object.keys(world.inputs("gitpod:index:AuthProvider")).sort()).toEqual(Object.keys(ARGS).sort());
  });

  test("get reads an existing one by its id", async () => {
    const provider = gitpod.AuthProvider.get("it", "some-id");
    expect(await value(provider.activationUrl)).toBe("https://gitpod.example.com/api/authorize");
    expect(world.inputs("gitpod:index:AuthProvider")).toEqual({});
  });

  test("isInstance recognizes it", () => {
    expect(gitpod.AuthProvider.isInstance(new gitpod.AuthProvider("it", ARGS))).toBe(true);
    expect(gitpod.AuthProvider.isInstance(new gitpod.Rotation("other"))).toBe(false);
    expect(gitpod.AuthProvider.isInstance(undefined)).toBe(false);
  });
});

describe("Rotation", () => {
  test("remembers dates and counts generations", async () => {
    const rotation = new gitpod.Rotation("it", { lifetimeDays: 90 });
    expect(await value(rotation.generation)).toBe(3);
    expect(await value(rotation.expiresAt)).toBe(EXPIRES_AT);
    expect(world.inputs("gitpod:index:Rotation")).toEqual({ lifetimeDays: 90 });
    expect(gitpod.Rotation.isInstance(rotation)).toBe(true);
  });
});

describe("Provider", () => {
  test("sends numbers as text and the token as a secret", async () => {
    const provider = new gitpod.Provider("other", {
      host: "gitpod.example.com",
      token: "gitpod_pat_x",
      requestTimeoutSeconds: 10,
      maxRetries: 0,
    });
    await value(provider.urn);
    expect(world.inputs("pulumi:providers:gitpod")).toEqual({
      host: "gitpod.example.com",
      token: wireSecret("gitpod_pat_x"),
      requestTimeoutSeconds: "10",
      maxRetries: "0",
    });
  });

  test("sends only what it was given", async () => {
    await value(new gitpod.Provider("other").urn);
    expect(world.inputs("pulumi:providers:gitpod")).toEqual({});
  });
});
