import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
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

const pulumi = (args: string) => outsider.pulumi("program", args);

/** The sandbox's settings as those of a project with another name. */
function stackFile(): string {
  const settings = Object.entries(outsider.sandbox.settings());
  const config = settings.map(([key, value]) => [key.replace(/^gitpod-azure-devops:/, "mine:"), value]);
  return JSON.stringify({ config: Object.fromEntries(config) });
}

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
    expect((await run(process.execPath, ["node_modules/typescript/bin/tsc"], { cwd: program })).stdout).toBe("");
    expect(await pulumi("preview")).toMatchObject(succeeds("gitpod:index:AuthProvider"));
  });

  test("a program in modules has types, and is deployed by the plugin of the package's version", async () => {
    await write(MODULES);
    expect((await run(process.execPath, ["node_modules/typescript/bin/tsc"], { cwd: program })).stdout).toBe("");
    expect(await pulumi("up --yes --skip-preview")).toMatchObject(succeeds("activationUrl"));
    expect(outsider.sandbox.gitpod.integrations.list()).toHaveLength(1);
    expect(await pulumi("preview --expect-no-changes")).toMatchObject(succeeds());
    expect(await pulumi("stack export")).toMatchObject(
      succeeds(`default_${outsider.release.version.replaceAll(".", "_")}`),
    );
    expect(await pulumi("destroy --yes --skip-preview")).toMatchObject(succeeds());
  });
});
