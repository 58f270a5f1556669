import { describe, expect, test } from "@jest/globals";
import { checkFlags, type Flags, setupCommand, withFlags } from "../../../cli/setup/flags.ts";
import { HOST, ORGANIZATION } from "../../../cli/setup/settings/classic.ts";
import { AZURE_TENANT, KEY_VAULT, LIFETIME, OWNERS, ROTATION } from "../../../cli/setup/settings.ts";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";
const OTHER = "11111111-1111-4111-8111-111111111111";

/** The flags that the command reads from its arguments. */
async function parse(...args: string[]): Promise<Flags> {
  let given: Flags | undefined;
  const command = setupCommand(async (flags) => {
    given = flags;
  });
  await command.exitOverride().parseAsync(args, { from: "user" });
  if (given === undefined) throw new Error("the command was not run");
  return given;
}

test("without flags Gitpod is called, and no setting changes", async () => {
  const flags = await parse();
  expect(flags).toEqual({ verify: true, storeToken: true });
  expect(withFlags({ kept: "1" }, flags)).toEqual({ kept: "1" });
});

test("flags become settings", async () => {
  const days = ["--rotate-after-days", "150", "--secret-lifetime-days", "365"];
  const flags = await parse(
    "--host",
    "https://gitpod.example.com/x",
    "--tenant",
    ID,
    "--owner",
    ID,
    "--owner",
    OTHER,
    ...days,
  );
  expect(withFlags({}, flags)).toEqual({
    [HOST]: "gitpod.example.com",
    [AZURE_TENANT]: ID,
    [OWNERS]: JSON.stringify([ID, OTHER]),
    [ROTATION]: "150",
    [LIFETIME]: "365",
  });
});

describe("a Key Vault", () => {
  const VAULT = `/subscriptions/${ID}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/vault`;

  test("comes with its subscription", async () => {
    const flags = await parse("--key-vault", VAULT);
    expect(withFlags({}, flags)).toEqual({ [KEY_VAULT]: VAULT, "azure-native:subscriptionId": ID });
  });

  test("can be turned off", async () => {
    expect(withFlags({ [KEY_VAULT]: VAULT }, await parse("--key-vault", "none"))).toEqual({ [KEY_VAULT]: "" });
  });

  test("must be named by its resource id", async () => {
    const flags = await parse("--key-vault", "vault");
    expect(() => checkFlags(withFlags({}, flags), flags, {})).toThrow("--key-vault must be the resource id");
  });
});

test("rotation by age can be turned off", async () => {
  expect(withFlags({ [ROTATION]: "150" }, await parse("--rotate-after-days", "none"))).toEqual({ [ROTATION]: "" });
});

test("there is no flag for the token", async () => {
  const command = setupCommand(async () => undefined);
  const takesValue = command.options.filter(({ long, required }) => required && /token/.test(long ?? ""));
  expect(takesValue).toEqual([]);
});

describe("the check", () => {
  const check = (flags: Flags, all: boolean) => () => checkFlags(withFlags({}, flags), flags, {}, all);

  test("says what is wrong with each given flag, and only with those", async () => {
    const flags = await parse(
      "--host",
      "a/b",
      "--tenant",
      "x",
      "--owner",
      ID,
      "--owner",
      "me",
      "--rotate-after-days",
      "0",
    );
    expect(check(flags, false)).toThrow(
      /^--host must be a host name without a slash.*\n +--tenant must be a UUID.*\n +--owner must be a UUID.*\n +--rotate-after-days must be a whole/,
    );
  });

  test("accepts valid flags", async () => {
    expect(check(await parse("--host", "gitpod.example.com", "--rotate-after-days", "20"), false)).not.toThrow();
  });

  test("covers the stack's settings too when no questions can be asked", () => {
    const config = { [HOST]: "gitpod.example.com", [AZURE_TENANT]: ID, [ORGANIZATION]: ID, [ROTATION]: "999" };
    expect(() => checkFlags(config, { verify: true, storeToken: true }, {}, true)).toThrow(
      "--rotate-after-days must be",
    );
    expect(() => checkFlags(config, { verify: true, storeToken: true }, {}, false)).not.toThrow();
  });
});
