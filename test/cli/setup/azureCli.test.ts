import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { azureTenant, azureUser } from "../../../cli/setup/azureCli.ts";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";
let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "azure-cli-"));
  env = { PATH: [folder, process.env.PATH].join(delimiter) };
});
afterEach(() => rm(folder, { recursive: true }));

/** Puts an `az` with this script first on PATH. */
async function install(script: string): Promise<void> {
  await writeFile(join(folder, "az"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "az"), 0o755);
}

describe("the Azure CLI", () => {
  test("gives the tenant and the signed-in user", async () => {
    await install(`case "$1" in
      account) echo '{"tenantId":"${ID}","user":{"name":"sam@example.com","type":"user"},"isDefault":true}' ;;
      ad) echo '{"id":"${ID}","userPrincipalName":"sam@example.com","mail":null}' ;;
    esac`);
    expect(await azureTenant(env)).toBe(ID);
    expect(await azureUser(env)).toEqual({ id: ID, userPrincipalName: "sam@example.com" });
  });

  test.each([
    ["nobody is signed in", "echo 'Please run az login' >&2; exit 1"],
    ["its answer is not JSON", "echo hello"],
    ["its answer has other fields", "echo '{}'"],
  ])("is ignored when %s", async (_, script) => {
    await install(script);
    expect(await Promise.all([azureTenant(env), azureUser(env)])).toEqual([undefined, undefined]);
  });

  test("is ignored when it is not installed", async () => {
    env = { PATH: folder };
    expect(await Promise.all([azureTenant(env), azureUser(env)])).toEqual([undefined, undefined]);
  });
});
