import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import program from "../../index.ts";
import { parseSettings, type SettingProblem, SettingsError } from "../../stack/settings.ts";
import { describeSettings, NAMESPACE } from "../../stack/settingsSchema.ts";
import { value, World, wireSecret } from "../components/support/mocks.ts";

const UUID = "2222aaaa-2222-4222-8222-22222222ffff";
const BASE = {
  "gitpod:host": "gitpod.example.com",
  "azuread:tenantId": UUID,
  [`${NAMESPACE}:organizationId`]: UUID,
};
/** A value for each setting that may be secret. */
const SECRETS: Readonly<Record<string, string>> = {
  tenantId: UUID,
  rotationTrigger: "leak",
  existingClientSecret: "by hand",
  notes: "private",
  tags: '["private"]',
  serviceManagementReference: "private",
};
const full = (name: string) => `${NAMESPACE}:${name}`;

function problems(config: Record<string, string>, secretKeys: readonly string[]): readonly SettingProblem[] {
  try {
    parseSettings({ ...BASE, ...config }, {}, secretKeys);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe("a setting that the stack keeps encrypted", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start();
  });

  test("either stays secret or is refused", () => {
    const stay = describeSettings().filter(({ mayBeSecret }) => mayBeSecret);
    expect(stay.map(({ name }) => name)).toEqual(Object.keys(SECRETS));
    for (const { name, mayBeSecret } of describeSettings()) {
      const key = full(name);
      const told = problems({ [key]: SECRETS[name] ?? "x" }, [key]).filter(({ message }) =>
        message.startsWith("cannot be a secret"),
      );
      expect([name, told.length]).toEqual([name, mayBeSecret ? 0 : 1]);
    }
    expect(problems({}, ["gitpod:host"])).toMatchObject([{ key: "gitpod:host" }]);
  });

  test("is refused in integrations, and the command does not repeat it", () => {
    const key = full("integrations");
    const entries = JSON.stringify({ payments: { organizationId: "33333333-3333-4333-8333-333333333333" } });
    expect(problems({ [key]: entries }, [key])).toEqual([
      { key, message: expect.stringContaining("cannot be a secret"), fix: `pulumi config rm ${key}` },
    ]);
  });

  test("reaches every resource as a secret", async () => {
    const { existingClientSecret: _, ...settings } = SECRETS;
    const config = Object.fromEntries(Object.entries(settings).map(([name, text]) => [full(name), text]));
    pulumi.runtime.setAllConfig({ ...BASE, ...config }, Object.keys(config));
    const outputs = await program();
    await value(outputs.integrationId);
    expect(world.inputs("azuread:index/application:Application")).toMatchObject({
      notes: wireSecret("private"),
      tags: wireSecret(["private"]),
      serviceManagementReference: wireSecret("private"),
    });
    expect(world.inputs("gitpod:index:Rotation").trigger).toEqual(wireSecret("leak"));
    for (const output of [outputs.authorizationUrl, outputs.tokenUrl, outputs.adminConsentUrl]) {
      expect(await pulumi.isSecret(pulumi.output(output))).toBe(true);
    }
  });

  test("azuread:tenantId is as secret as tenantId when it names the tenant", () => {
    expect(parseSettings(BASE, {}, ["azuread:tenantId"]).secretNames).toEqual(new Set(["tenantId"]));
  });
});

describe("a secret in plain text", () => {
  test.each(["gitpod:token", full("existingClientSecret")])("is refused for %s, and not shown", (key) => {
    const found = problems({ [key]: "canary" }, []);
    expect(found).toEqual([
      { key, message: expect.stringContaining("plain text"), fix: `pulumi config set --secret ${key}` },
    ]);
    expect(JSON.stringify(found).includes("canary")).toBe(false);
    expect(problems({ [key]: "canary" }, [key])).toEqual([]);
  });
});
