import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import packageJson from "../../package.json" with { type: "json" };
import { type Command, Person } from "./support/person.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { version, dependencies, devDependencies } = packageJson;
const run = promisify(execFile);

interface Made {
  readonly executable: string;
  readonly files: readonly string[];
}

let folder: string;
let made: Made;
let person: Person;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-packaged-"));
  const args = ["tools/package/main.ts", "--no-sdks", "--json", "--out", join(folder, "dist")];
  made = JSON.parse((await run(process.execPath, args, { cwd: ROOT })).stdout);
  person = await Person.start({ withoutStack: true, sandbox: { azuread: "stand-in" } });
}, 180_000);
afterAll(async () => {
  await person.close();
  await rm(folder, { recursive: true });
});

const file = (pattern: RegExp) => made.files.find((name) => pattern.test(basename(name))) as string;

test("the files fit their checksums", async () => {
  const { stdout } = await run("sha256sum", ["--check", "SHA256SUMS"], { cwd: join(folder, "dist") });
  const names = (await readdir(join(folder, "dist"), { withFileTypes: true })).filter((entry) => entry.isFile());
  expect(stdout.trim().split("\n").sort()).toEqual(
    names.flatMap(({ name }) => (name === "SHA256SUMS" ? [] : [`${name}: OK`])).sort(),
  );
});

test("the plugin's own tests pass with the executable", async () => {
  const tests = ["plugin", "pluginAlone", "network"].map((name) => `test/provider/${name}.test.ts`);
  const jest = ["--experimental-vm-modules", "node_modules/jest/bin/jest.js", "--selectProjects", "unit"];
  const env = { ...process.env, PLUGIN: made.executable };
  const { stdout } = await run(process.execPath, [...jest, "--runTestsByPath", ...tests], { cwd: ROOT, env });
  expect(stdout).toMatch(/^\d\d passed, 0 failed/m);
}, 120_000);

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

/** Writes the program's files. */
async function write({ type, runtime, compilerOptions }: typeof COMMONJS | typeof MODULES) {
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
  await writeFile(join(program, "index.ts"), PROGRAM);
}

function pulumi(args: string): Promise<Command> {
  return person.script(`cd ../program; node "$OLDPWD/cli/pulumi/main.ts" ${args} --non-interactive`);
}

/** The sandbox's settings as those of a project with another name. */
function stackFile(): string {
  const settings = Object.entries(person.sandbox.settings());
  const config = settings.map(([key, value]) => [key.replace(/^gitpod-azure-devops:/, "mine:"), value]);
  return JSON.stringify({ config: Object.fromEntries(config) });
}

/** The versions that this machine has. */
const shared = (["@pulumi/pulumi", "@pulumi/azuread"] as const).map((name) => `${name}@${dependencies[name]}`);
const succeeds = (text = "") => ({ code: 0, output: expect.stringContaining(text) });

describe("without a checkout", () => {
  beforeAll(async () => {
    program = person.path("../program");
    await mkdir(program);
    await write(COMMONJS);
    await writeFile(join(program, "Pulumi.test.yaml"), stackFile());
    // Not as the person, who trusts only the sandbox's certificates.
    await run("npm", ["install", "--prefer-offline", ...shared, file(/^gitpod-azure-devops-.*\.tgz$/)], {
      cwd: program,
    });
    const install = `plugin install resource gitpod ${version} --file ${file(/^pulumi-resource-.*gz$/)}`;
    expect(await pulumi(install)).toMatchObject({ code: 0 });
    await pulumi("stack init test");
    person.environment({ GITPOD_TOKEN: person.sandbox.gitpod.token });
  }, 240_000);

  test("a program in CommonJS has types, and a preview", async () => {
    expect((await run(process.execPath, ["node_modules/typescript/bin/tsc"], { cwd: program })).stdout).toBe("");
    expect(await pulumi("preview")).toMatchObject(succeeds("gitpod:index:AuthProvider"));
  });

  test("a program in modules has types, and is deployed by the plugin of the package's version", async () => {
    await write(MODULES);
    expect((await run(process.execPath, ["node_modules/typescript/bin/tsc"], { cwd: program })).stdout).toBe("");
    expect(await pulumi("up --yes --skip-preview")).toMatchObject(succeeds("activationUrl"));
    expect(person.sandbox.gitpod.integrations.list()).toHaveLength(1);
    expect(await pulumi("preview --expect-no-changes")).toMatchObject(succeeds());
    expect(await pulumi("stack export")).toMatchObject(succeeds(`default_${version.replaceAll(".", "_")}`));
    expect(await pulumi("destroy --yes --skip-preview")).toMatchObject(succeeds());
  });
});
