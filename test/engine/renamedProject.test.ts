import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Newcomer } from "./support/newcomer.ts";

const DEV = readFileSync(new URL("../../Pulumi.dev.yaml", import.meta.url), "utf8");
const LOCAL = /warning: this stack talks to localhost:\d+ on this machine/;

let newcomer: Newcomer;
beforeAll(async () => {
  newcomer = await Newcomer.start({ projectName: "platform" });
  const { authorityHost } = newcomer.sandbox.entra;
  await newcomer.person.script(
    `printf 'config:\\n  azuread:metadataHost: %s\\n  platform:authorityHost: %s\\n' ${new URL(authorityHost).host} ${authorityHost} > Pulumi.prod.yaml`,
  );
});
afterAll(() => newcomer.person.close());

test("setup writes the settings under the project's name, and its report names them so", async () => {
  const flags = `${newcomer.flags("prod")} --organization acme --rotate-after-days 150 --json 2>/dev/null`;
  const { code, output } = await newcomer.run(flags, newcomer.token);
  expect({ code, output }).toMatchObject({ code: 0 });
  const { changes, warnings } = JSON.parse(output);
  expect(warnings).toEqual([]);
  expect(changes).toContainEqual({ setting: "platform:organizationId", kind: "set" });
  const settings = await newcomer.settings("prod");
  expect(settings).toContain(`platform:organizationId: ${newcomer.sandbox.gitpod.organizationId}`);
  expect(settings).toContain('platform:rotateAfterDays: "150"');
  expect(settings).not.toContain("gitpod-azure-devops:");
});

test("a second run reads them from there", async () => {
  const { code, output } = await newcomer.run("--stack prod --yes");
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("Nothing to write") });
  expect(output).toMatch(/rotateAfterDays +150 {2}\(unchanged\)/);
});

test("preview and up use them, and say that the stack talks to this machine", async () => {
  expect(await newcomer.person.mustRun("preview")).toMatch(LOCAL);
  expect(await newcomer.person.mustRun("up", "--yes")).toMatch(LOCAL);
  const [integration] = newcomer.sandbox.gitpod.integrations.list();
  expect(integration).toMatchObject({ organizationId: newcomer.sandbox.gitpod.organizationId });
  expect(await newcomer.person.mustRun("preview", "--expect-no-changes")).toContain("unchanged");
});

test("only the project's part of a URN has its name", async () => {
  const { deployment } = JSON.parse(await newcomer.person.mustRun("stack", "export"));
  const urns: string[] = deployment.resources.map(({ urn }: { urn: string }) => urn);
  expect(urns).toContain(
    "urn:pulumi:prod::platform::gitpod:index:AzureDevOpsIntegration$gitpod:index:AuthProvider::azure-devops-integration",
  );
  for (const urn of urns.filter((each) => !each.includes("pulumi:pulumi:Stack"))) {
    expect(urn.replace("::platform::", "::")).not.toContain("platform");
  }
});

test("a preview for another installation does not say so", async () => {
  await newcomer.person.set("gitpod:host", "gitpod.example.com");
  const output = await newcomer.person.mustRun("preview");
  await newcomer.person.set("gitpod:host", newcomer.sandbox.gitpod.host);
  expect(output).not.toMatch(LOCAL);
});

test.each([
  ["platform:organizationId", "acme", "pulumi config set platform:organizationId '<uuid>'"],
  ["platform:ownrs", "x", "platform:ownrs is not a setting of this project; did you mean owners?"],
  ["gitpod-azure-devops:notes", "x", "rename it to platform:notes in Pulumi.<stack>.yaml"],
])("a preview with %s = %s says %s", async (name, value, text) => {
  const before = (await newcomer.person.pulumi("config", "get", name)).output.trim();
  const existed = (await newcomer.settings("prod")).includes(name);
  await newcomer.person.set(name, value);
  const { code, output } = await newcomer.person.pulumi("preview");
  await (existed ? newcomer.person.set(name, before) : newcomer.person.unset(name));
  expect(code).not.toBe(0);
  expect(output).toContain("One setting of the stack is wrong");
  expect(output).toContain(text);
  expect(output).not.toMatch(/^\s+at /m);
});

test("a stack called dev gets the sandbox's file: setup warns of it, and a preview says how to rename its settings", async () => {
  const { person } = newcomer;
  await person.script(`cat > Pulumi.dev.yaml <<'END'\n${DEV}END`);
  const { organizationId } = person.sandbox.gitpod;
  const { tenantId } = person.sandbox.entra;
  const flags = `--stack dev --yes --no-verify --no-preview --host gitpod.example.com --organization ${organizationId} --tenant ${tenantId}`;
  const { code, output } = await newcomer.run(flags);
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toContain("warning: This stack has settings of the sandbox");
  const preview = await person.pulumi("preview", "--stack", "dev");
  expect(preview.code).not.toBe(0);
  for (const name of ["organizationId", "tenantId", "authorityHost"]) {
    expect(preview.output).toContain(`rename it to platform:${name} in Pulumi.<stack>.yaml`);
  }
  expect(preview.output).toContain("3 settings of the stack are wrong");
});
