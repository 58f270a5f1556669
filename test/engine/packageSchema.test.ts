import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { findPulumi } from "../../cli/pulumi/find.ts";
import type { PackageSchema } from "../../provider-kit/packageSchema.ts";

const PLUGIN = fileURLToPath(new URL("../../provider/pulumi-resource-gitpod", import.meta.url));
const COMMITTED = JSON.parse(readFileSync(new URL("../../provider/schema.json", import.meta.url), "utf8"));

const { command } = await findPulumi();
const PATH = [dirname(process.execPath), dirname(command.command), process.env.PATH].join(delimiter);
const hasHost = (language: string) =>
  PATH.split(delimiter).some((folder) => existsSync(join(folder, `pulumi-language-${language}`)));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-sdk-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function pulumi(...args: string[]): Promise<string> {
  const environment = { PATH, HOME: folder, PULUMI_HOME: folder, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const offline = { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };
  const options = { cwd: folder, env: { ...environment, ...offline }, maxBuffer: 2 ** 26 };
  return (await promisify(execFile)(command.command, args, options)).stdout;
}

test("the CLI accepts the plugin's schema, and keeps all of it", async () => {
  const schema = JSON.parse(await pulumi("package", "get-schema", PLUGIN)) as PackageSchema;
  expect(schema).toMatchObject({ name: "gitpod", pluginDownloadURL: COMMITTED.pluginDownloadURL });
  const described = ({ resources, functions, types }: PackageSchema) =>
    [resources, functions, types].map((specs) =>
      Object.fromEntries(Object.entries(specs).map(([token, { description }]) => [token, description])),
    );
  expect(described(schema)).toEqual(described(COMMITTED));
  expect(schema.resources["gitpod:index:AuthProvider"]?.listInputs?.required).toEqual(["organizationId"]);
  expect(schema.language).toEqual(COMMITTED.language);
});

/** A file of each SDK, and what it must contain: the example in its own language only, and no default. */
const SDKS = [
  ["nodejs", "authProvider.ts", "new gitpod.AuthProvider(", "gitpod.AuthProvider("],
  ["python", "gitpod_azure_devops/auth_provider.py", 'gitpod.AuthProvider("integration",', "new gitpod.AuthProvider("],
  ["go", "gitpod/authProvider.go", "gitpod.NewAuthProvider(", "new gitpod.AuthProvider("],
] as const;

// A CLI that was built from Go modules has no language hosts.
describe.each(SDKS)("the SDK for %s", (language, file, own, other) => {
  (hasHost(language) ? test : test.skip)("is generated offline, with its version and an example", async () => {
    await pulumi("package", "gen-sdk", PLUGIN, "--language", language, "--out", folder);
    const out = join(folder, language);
    const text = await readFile(join(out, file), "utf8");
    expect(text).toContain(own);
    expect(language === "nodejs" || !text.includes(other)).toBe(true);
    const files = (await readdir(out, { recursive: true })).join("\n");
    expect(files).toMatch(/get_?organizations/i);
    const all = await Promise.all(
      ["package.json", "pyproject.toml", "gitpod/pulumi-plugin.json"].map((name) =>
        readFile(join(out, name), "utf8").catch(() => ""),
      ),
    );
    expect(all.join("")).toContain(COMMITTED.version);
  });
});
