import { beforeEach, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import { EntraApplication, type EntraApplicationArgs } from "../../components/index.ts";
import { value, World } from "./support/mocks.ts";

const ARGS: EntraApplicationArgs = {
  tenantId: "22222222-2222-4222-8222-222222222222",
  displayName: "Acme",
  redirectUris: ["https://a.example.com/callback", "https://b.example.com/callback"],
  permissions: ["vso.code"],
};

let world: World;
beforeEach(async () => {
  world = await World.start();
});

async function deploy(args: Partial<EntraApplicationArgs> = {}): Promise<EntraApplication> {
  const application = new EntraApplication("acme", { ...ARGS, ...args }, world.watch);
  await value(application.clientSecret);
  // The component registers its outputs last, with the same mocks.
  await pulumi.runtime.disconnect();
  return application;
}

test("all redirect URIs reach the app, and the first is an output", async () => {
  const { redirectUri } = await deploy({ idTokens: true });
  expect(world.inputs("azuread:index/application:Application").web).toEqual({
    redirectUris: ARGS.redirectUris,
    implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: true },
  });
  expect(await value(redirectUri)).toBe("https://a.example.com/callback");
});

test("nothing specific to Gitpod is built in", async () => {
  await deploy({ adminConsent: true });
  expect(JSON.stringify(world.registered.filter(({ type }) => type.startsWith("azuread:")))).not.toMatch(/gitpod/i);
});

test("consent for everybody covers the permissions, and refresh tokens only when asked for", async () => {
  const claims = () =>
    world.registered.filter(({ type }) => type.endsWith("Grant")).map(({ inputs }) => inputs.claimValues);
  await deploy({ adminConsent: true, permissions: ["vso.code", "User.Read"] });
  expect(claims()).toEqual([["vso.code"], ["User.Read"]]);
  world = await World.start();
  await deploy({ adminConsent: true, offlineAccess: true });
  expect(claims()).toEqual([["vso.code"], ["offline_access"]]);
});
