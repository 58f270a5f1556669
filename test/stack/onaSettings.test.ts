import { describe, expect, test } from "@jest/globals";
import { CLASSIC, ONA, ORGANIZATION, OTHER_RUNNER, parse, RUNNER } from "./support/ona.ts";

describe("a stack of Ona", () => {
  test("needs the runner and the tenant, and no host of an installation", () => {
    expect(parse(ONA)).toMatchObject({
      applicationName: "Ona",
      permissions: [],
      first: { platform: "ona", place: RUNNER, providerHost: undefined, issuerUrl: undefined, adoptExisting: false },
      integrations: {},
    });
  });

  test("knows the settings of the provider for Ona", () => {
    const provider = { "gitpod:onaToken": "t", "gitpod:onaApiUrl": "https://app.gitpod.io/api" };
    expect(parse(ONA, provider)).toEqual(parse(ONA));
  });

  test("may name one Azure DevOps organization after the host", () => {
    expect(parse({ ...ONA, providerHost: "dev.azure.com/Acme" }).first?.providerHost).toBe("dev.azure.com/acme");
  });

  test("gives its entries what they leave out", () => {
    const issuerUrl = "https://sts.example.com/v2.0";
    const { first, integrations } = parse({
      platform: "ona",
      issuerUrl,
      integrations: { a: { runnerId: RUNNER }, b: { runnerId: OTHER_RUNNER, issuerUrl: "https://b.example.com" } },
    });
    expect(first).toBeUndefined();
    expect(integrations).toMatchObject({
      a: { platform: "ona", place: RUNNER, issuerUrl },
      b: { platform: "ona", place: OTHER_RUNNER, issuerUrl: "https://b.example.com" },
    });
  });
});

describe("a stack of both platforms", () => {
  test("has entries of the other one, which keep its name and need its host", () => {
    const both = { ...CLASSIC, integrations: { new: { platform: "ona", runnerId: RUNNER } } };
    const settings = parse(both, { "gitpod:host": "gitpod.example.com" });
    expect(settings.applicationName).toBe("Gitpod");
    expect(settings.first).toMatchObject({ platform: "classic", place: ORGANIZATION });
    expect(settings.integrations.new).toMatchObject({ platform: "ona", place: RUNNER });
    expect(() => parse(both)).toThrow("gitpod:host is missing");
  });

  test("may have Gitpod Classic in an entry", () => {
    const both = { ...ONA, integrations: { old: { platform: "classic", ...CLASSIC } } };
    const { first, integrations, redirectUri } = parse(both, { "gitpod:host": "gitpod.example.com" });
    expect([first?.platform, integrations.old?.platform]).toEqual(["ona", "classic"]);
    expect(redirectUri).toBe("https://gitpod.example.com/auth/callback");
    expect(() => parse(both)).toThrow("gitpod:host is missing");
  });

  test("needs no host any more when only entries of Ona are left", () => {
    expect(parse({ integrations: { new: ONA } })).toMatchObject({ first: undefined, applicationName: "Gitpod" });
  });
});

test("one runner may have integrations for several hosts", () => {
  const entry = { platform: "ona", runnerId: RUNNER };
  const integrations = {
    a: { ...entry, providerHost: "dev.azure.com/a" },
    b: { ...entry, providerHost: "dev.azure.com/b" },
  };
  expect(Object.keys(parse({ integrations }).integrations)).toEqual(["a", "b"]);
});
