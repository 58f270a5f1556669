import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { EVENT_LOGS } from "../../cli/engine/loggedRun.ts";
import packageJson from "../../package.json" with { type: "json" };
import { Outsider } from "./support/release.ts";

const { devDependencies } = packageJson;
const run = promisify(execFile);

let outsider: Outsider;
let program: string;

beforeAll(async () => {
  outsider = await Outsider.start();
}, 180_000);
afterAll(() => outsider.close());

test("the files fit their checksums", async () => {
  const { stdout } = await run("sha256sum", ["--check", "SHA256SUMS"], { cwd: outsider.release.folder });
  const names = (await readdir(outsider.release.folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  expect(stdout.trim().split("\n").sort()).toEqual(
    names.flatMap(({ name }) => (name === "SHA256SUMS" ? [] : [`${name}: OK`])).sort(),
  );
});

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { AzureDevOpsIntegration, type PermissionName } from "gitpod-azure-devops";

const config = new pulumi.Config();
const permissions: PermissionName[] = ["vso.code_write", "vso.profile"];
const integration = new AzureDevOpsIntegration("gitpod", {
  organizationId: config.require("organizationId"),
  tenantId: config.require("tenantId"),
  authorityHost: config.require("authorityHost"),
  redirectUri: "https://gitpod.example.com/auth/callback",
  permissions,
});
export const activationUrl: pulumi.Output<string> = integration.activationUrl;
`;

/** As `pulumi new typescript` sets it up. */
const COMMONJS = {
  type: "commonjs",
  runtime: "nodejs",
  compilerOptions: { target: "es2020", module: "commonjs", moduleResolution: "node", ignoreDeprecations: "6.0" },
};
/** Node strips the types. */
const MODULES = {
  type: "module",
  runtime: { name: "nodejs", options: { typescript: false } },
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
  },
};

/** The whole program of a project that uses the stack. */
const STACK = 'export { default } from "gitpod-azure-devops/stack";\n';
const STACK_IN_COMMONJS = 'import program from "gitpod-azure-devops/stack";\nexport = program;\n';

/** Writes the program's files. */
async function write({ type, runtime, compilerOptions }: typeof COMMONJS | typeof MODULES, text = PROGRAM) {
  const typescript = devDependencies["typescript-compiler"];
  const options = { strict: true, noEmit: true, types: ["node"], ...compilerOptions };
  const files = {
    "package.json": {
      name: "mine",
      private: true,
      type,
      main: "index.ts",
      devDependencies: { typescript, "@types/node": "*" },
    },
    "tsconfig.json": { compilerOptions: options, files: ["index.ts"] },
    "Pulumi.yaml": { name: "mine", runtime },
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(program, name), JSON.stringify(content));
  await writeFile(join(program, "index.ts"), text);
}

const pulumi = (args: string, environment?: Readonly<Record<string, string>>) =>
  outsider.pulumi("program", args, environment);

/** The sandbox's settings as those of a project with another name. */
function stackFile(): string {
  const settings = Object.entries(outsider.sandbox.settings());
  const config = settings.map(([key, value]) => [key.replace(/^gitpod-azure-devops:/, "mine:"), value]);
  return JSON.stringify({ config: Object.fromEntries(config) });
}

/** Runs the command as people type it, in the program's folder. */
const command = (args: string) => outsider.person.script(`cd ../program; npx --no gitpod-azure-devops ${args}`);

const typeChecks = async () =>
  expect((await run(process.execPath, ["node_modules/typescript/bin/tsc"], { cwd: program })).stdout).toBe("");

const succeeds = (text = "") => ({ code: 0, output: expect.stringContaining(text) });

describe("without a checkout", () => {
  beforeAll(async () => {
    program = await outsider.folder("program");
    await write(COMMONJS);
    await writeFile(join(program, "Pulumi.test.yaml"), stackFile());
    await outsider.release.npmInstall(program);
    await pulumi("stack init test");
    outsider.person.environment({ GITPOD_TOKEN: outsider.sandbox.gitpod.token });
  }, 240_000);

  test("a program in CommonJS has types, and a preview", async () => {
    await typeChecks();
    expect(await pulumi("preview")).toMatchObject(succeeds("gitpod:index:AuthProvider"));
  });

  test("a program in modules has types, and is deployed by the plugin of the package's version", async () => {
    await write(MODULES);
    await typeChecks();
    expect(await pulumi("up --yes --skip-preview")).toMatchObject(succeeds("activationUrl"));
    expect(outsider.sandbox.gitpod.integrations.list()).toHaveLength(1);
    expect(await pulumi("preview --expect-no-changes")).toMatchObject(succeeds());
    expect(await pulumi("stack export")).toMatchObject(
      succeeds(`default_${outsider.release.version.replaceAll(".", "_")}`),
    );
    expect(await pulumi("destroy --yes --skip-preview")).toMatchObject(succeeds());
  });

  test("the stack's program is one line", async () => {
    await write(MODULES, STACK);
    await typeChecks();
    expect(await pulumi("up --yes --skip-preview --event-log events.ndjson", EVENT_LOGS)).toMatchObject(
      succeeds("activationUrl"),
    );
    expect(outsider.sandbox.gitpod.integrations.list()).toHaveLength(1);
    await write(COMMONJS, STACK_IN_COMMONJS);
    await typeChecks();
    expect(await pulumi("preview --expect-no-changes")).toMatchObject(succeeds("8 unchanged"));
    await write(MODULES, STACK);
  });

  test("its wrong settings are one message, which names the package that a Key Vault needs", async () => {
    const vault =
      "/subscriptions/00000000-0000-4000-8000-000000000003/resourceGroups/a/providers/Microsoft.KeyVault/vaults/vault-one";
    await pulumi(`config set keyVaultId ${vault}`);
    await pulumi("config set azure-native:subscriptionId 00000000-0000-4000-8000-000000000003");
    const { code, output } = await pulumi("preview");
    await pulumi("config rm keyVaultId");
    await pulumi("config rm azure-native:subscriptionId");
    expect(code).not.toBe(0);
    expect(output).toContain("mine:keyVaultId needs the npm package @pulumi/azure-native, which is not installed");
    expect(output).toMatch(/npm install --save-prod --save-exact @pulumi\/azure-native@3\.\d+\.\d+/);
  });

  test("npx gitpod-azure-devops reads state and clouds, the engine's events, and writes settings", async () => {
    const { code, output } = await command("status --json 2>/dev/null");
    expect({ code, report: JSON.parse(output) }).toMatchObject({
      code: 3,
      report: { stacks: [{ stack: "test", findings: [{ code: "not-activated" }] }] },
    });
    expect(await command("preview-markdown events.ndjson")).toMatchObject(succeeds("## Deployment of `test`"));
    const { gitpod, entra } = outsider.sandbox;
    const flags = `--host ${gitpod.host} --organization ${gitpod.organizationId} --tenant ${entra.tenantId}`;
    expect(await command(`setup --stack other --yes --no-verify ${flags}`)).toMatchObject(
      succeeds("Created the stack"),
    );
    expect(await readFile(join(program, "Pulumi.other.yaml"), "utf8")).toContain(
      `mine:organizationId: ${gitpod.organizationId}`,
    );
    expect(await command("status --stak test")).toEqual({
      code: 2,
      output: expect.stringContaining("Did you mean --stack?"),
    });
  });
});
