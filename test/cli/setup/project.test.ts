import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { newProject } from "../../../cli/setup/project.ts";
import packageJson from "../../../package.json" with { type: "json" };

const PACKAGES = ["gitpod-azure-devops", "@pulumi/pulumi", "@pulumi/azuread"];
const STACK = 'export { default } from "gitpod-azure-devops/stack";\n';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "new-project-"));
  for (const name of PACKAGES) await mkdir(join(folder, "node_modules", name), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, content: string) => writeFile(join(folder, name), content);
const read = (name: string) => readFile(join(folder, name), "utf8");
const made = (flags: object) => newProject({ verify: true, storeToken: true, cwd: folder, ...flags }, false);
const manifest = (more: object = {}) => {
  const dependencies = Object.fromEntries(PACKAGES.map((name) => [name, "1.0.0"]));
  return `${JSON.stringify({ name: "mine", ...more, dependencies }, null, 2)}\n`;
};

test("an empty folder gets a project, and nothing before it is made", async () => {
  await put("package.json", manifest({ type: "commonjs" }));
  const before = await readdir(folder);
  const project = await made({ yes: true });
  expect(await readdir(folder)).toEqual(before);
  expect(await readdir(project?.draft ?? "")).toEqual(["Pulumi.yaml"]);
  await project?.make();
  expect((await readdir(folder)).sort()).toEqual(
    [".gitignore", "Pulumi.yaml", "index.ts", "node_modules", "package.json", "tsconfig.json"].sort(),
  );
  expect(await read("index.ts")).toBe(STACK);
  expect(await read("Pulumi.yaml")).toContain("typescript: false");
  expect(JSON.parse(await read("package.json"))).toEqual(JSON.parse(manifest({ type: "module" })));
});

test("what is there stays as it is, and a project is left alone", async () => {
  const kept = {
    "package.json": manifest({ type: "module" }),
    "index.ts": `// mine\n${STACK}`,
    ".gitignore": "mine\n",
  };
  for (const [name, content] of Object.entries(kept)) await put(name, content);
  await (await made({ new: true }))?.make();
  for (const [name, content] of Object.entries(kept)) expect(await read(name)).toBe(content);
  expect(await made({ new: true })).toBeUndefined();
});

describe("no project is made", () => {
  test.each<[string, Record<string, string>, object, string]>([
    ["in a folder with other files, unless a flag says so", { "notes.txt": "" }, { yes: true }, "with --new"],
    ["in an empty folder without --yes", {}, {}, "with --new"],
    ["beside another program", { "index.ts": "console.log(1);" }, { new: true }, "an index.ts of another program"],
    [
      "in a CommonJS package with other files",
      { "package.json": manifest(), "lib.js": "" },
      { new: true },
      'without "type": "module"',
    ],
  ])("%s", async (_, files, flags, message) => {
    for (const [name, content] of Object.entries(files)) await put(name, content);
    const before = await readdir(folder);
    await expect(made(flags)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(before);
  });

  test("by a clone where the npm package is not installed", async () => {
    await rm(join(folder, "node_modules", packageJson.name), { recursive: true });
    await expect(made({ yes: true })).rejects.toThrow("needs the npm package");
  });
});
