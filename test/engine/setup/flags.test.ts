import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { LEFT_ALONE, Newcomer, OPS } from "../support/newcomer.ts";

let newcomer: Newcomer;
beforeAll(async () => {
  newcomer = await Newcomer.start();
});
afterAll(() => newcomer.person.close());

test("flags alone create a stack whose preview runs, and the output says what to do next", async () => {
  await newcomer.prepare("prod");
  const { code, output } = await newcomer.run(
    `${newcomer.flags("prod")} --organization acme --rotate-after-days 150 --json 2>/dev/null`,
    newcomer.token,
  );
  expect(code).toBe(0);
  const { gitpod, entra } = newcomer.sandbox;
  expect(JSON.parse(output)).toMatchObject({ ok: true, stack: "prod", created: true, warnings: [], checks: [] });
  const settings = await newcomer.settings("prod");
  for (const line of [
    `gitpod:host: ${gitpod.host}`,
    `gitpod-azure-devops:organizationId: ${gitpod.organizationId}`,
    `azuread:tenantId: ${entra.tenantId}`,
    'gitpod-azure-devops:rotateAfterDays: "150"',
    ...LEFT_ALONE,
  ]) {
    expect(settings).toContain(line);
  }
  expect([settings, output].filter((text) => text.includes(gitpod.token))).toHaveLength(0);
  expect(await newcomer.person.mustRun("preview", "--stack", "prod")).toContain("gitpod:index:AuthProvider");
});

test("the token can come from standard input, and no process has it in its arguments", async () => {
  const { token } = newcomer.sandbox.gitpod;
  const { code, output } = await newcomer.person.script(
    `node cli/main.ts setup ${newcomer.flags("stdin")} --organization acme --token-stdin <<<"$TOKEN" & pid=$!
     while kill -0 $pid 2>/dev/null; do
       { cat /proc/[0-9]*/cmdline 2>/dev/null || true; } | tr '\\0' ' '; sleep 0.02
     done > arguments.txt
     wait $pid`,
    { TOKEN: token },
  );
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("Created the stack") });
  const processes = await newcomer.person.file("arguments.txt");
  expect(processes).toContain("config set");
  expect([processes, output].filter((text) => text.includes(token))).toHaveLength(0);
});

describe("nothing is created or written", () => {
  test.each<[string, string, boolean, number, string[]]>([
    [
      "when flags are missing, which are all named",
      "--stack never --yes",
      false,
      2,
      ["--host", "--organization", "--tenant", "GITPOD_TOKEN"],
    ],
    ["for an unknown flag", "--stack never --hots x", true, 2, ["--hots", "--host"]],
    ["for an unknown organization", "--organization nobody", true, 2, ["acme", OPS.slug]],
    [
      "for a wrong value, whose flag is named",
      "--organization acme --rotate-after-days soon",
      true,
      2,
      ["--rotate-after-days"],
    ],
  ])("%s", async (_, flags, withToken, exit, named) => {
    const all = flags.startsWith("--stack") ? flags : `${newcomer.flags("never")} ${flags}`;
    const { code, output } = await newcomer.run(all, withToken ? newcomer.token : { GITPOD_TOKEN: "" });
    expect(code).toBe(exit);
    for (const name of named) expect(output).toContain(name);
    expect(output).not.toMatch(/^\s+at /m);
    expect(await newcomer.hasNothingOf("never")).toBe(true);
  });

  test("for a token that Gitpod refuses, which is not repeated", async () => {
    const wrong = { GITPOD_TOKEN: "gitpod_pat_0badcafe" };
    const { code, output } = await newcomer.run(`${newcomer.flags("never")} --organization acme`, wrong);
    expect(code).not.toBe(0);
    expect(output).toContain("Gitpod does not accept the token");
    expect(output).not.toContain("0badcafe");
    expect(await newcomer.hasNothingOf("never")).toBe(true);
  });
});

test("a second run changes only what its flags set, and needs nothing that the stack already has", async () => {
  const before = await newcomer.settings("prod");
  const { code } = await newcomer.run("--stack prod --yes --secret-lifetime-days 90 --rotate-after-days 60");
  expect(code).toBe(0);
  const after = await newcomer.settings("prod");
  const changed = before.replace('rotateAfterDays: "150"', 'rotateAfterDays: "60"');
  const lines = (text: string) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .sort();
  expect(lines(after)).toEqual(lines(`${changed}\n  gitpod-azure-devops:secretLifetimeDays: "90"`));
});

test("a stack with all integrations in the map needs no organization, and its preview runs", async () => {
  const { person } = newcomer;
  await newcomer.prepare("map");
  await person.script(
    `printf '  gitpod-azure-devops:integrations:\\n    payments:\\n      organizationId: ${newcomer.sandbox.gitpod.organizationId}\\n' >> Pulumi.map.yaml`,
  );
  const { code, output } = await newcomer.run(newcomer.flags("map"), newcomer.token);
  expect({ code, output }).toMatchObject({ code: 0 });
  const again = await newcomer.run("--stack map --yes --rotate-after-days 150");
  expect(again).toMatchObject({ code: 0 });
  const settings = await newcomer.settings("map");
  expect(settings).not.toContain("gitpod-azure-devops:organizationId");
  expect(settings).toContain("payments:");
  expect(await person.mustRun("preview", "--stack", "map")).toContain("azure-devops-payments");
});

test("a Key Vault comes with its subscription, and with the package that it needs", async () => {
  const subscription = "44444444-4444-4444-8444-444444444444";
  const vault = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/vault`;
  // Stands in for npm: the clone's package.json and node_modules are links to the repository's.
  await newcomer.person.script(
    `mkdir -p bin && printf '#!/bin/sh\\necho "$@" >> npm.log\\n' > bin/npm && chmod +x bin/npm`,
  );
  const { code, output } = await newcomer.person.script(
    `PATH="$PWD/bin:$PATH" node cli/main.ts setup --stack prod --yes --key-vault ${vault} </dev/null`,
  );
  expect({ code, output }).toMatchObject({
    code: 0,
    output: expect.stringContaining("Installing @pulumi/azure-native for the Key Vault"),
  });
  const settings = await newcomer.settings("prod");
  expect(settings).toContain(`gitpod-azure-devops:keyVaultId: ${vault}`);
  expect(settings).toContain(`azure-native:subscriptionId: ${subscription}`);
  expect(await newcomer.person.file("npm.log")).toBe("install --save-prod --save-exact @pulumi/azure-native@3.28.0\n");
});
