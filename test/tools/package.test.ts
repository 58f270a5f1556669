import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import packageJson from "../../package.json" with { type: "json" };
import { pack, platformName, writeChecksums } from "../../tools/package/archives.ts";
import { bundle } from "../../tools/package/bundle.ts";
import { manifest } from "../../tools/package/manifest.ts";
import { releaseOf } from "../../tools/package/release.ts";
import { writeSbom } from "../../tools/package/sbom.ts";
import { Plugin } from "../support/plugin.ts";

const RELEASE = { ...releaseOf(packageJson), version: "7.8.9" };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-package-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a bundle has the release's version, and runs where no other file of ours is", async () => {
  const { file } = await bundle(["./preload.cjs", "./provider/main.ts"], join(folder, "plugin.cjs"), RELEASE);
  const plugin = await Plugin.start({}, undefined, [process.execPath, file]);
  expect(await plugin.version()).toBe("7.8.9");
  await plugin.stop();
});

test("a bundle with the components has Pulumi's SDK without TypeScript, and works", async () => {
  const { file, packages } = await bundle(["./components/index.ts"], join(folder, "components.cjs"), RELEASE);
  expect([...packages].map((name) => name.replace(/@[^@]+$/, ""))).toEqual(
    expect.arrayContaining(["@pulumi/pulumi", "@pulumi/azuread"]),
  );
  expect([...packages].filter((name) => /^(typescript|@npmcli\/.*)@/.test(name))).toEqual([]);
  expect((await readFile(file)).length).toBeLessThan(4_000_000);
});

test("the npm package has command, components and stack, depends on Pulumi's packages alone, and names the plugin", () => {
  const made = manifest(packageJson, RELEASE, ["@pulumi/azuread/application.js", "@pulumi/azure-native/keyvault"]);
  expect(made).toMatchObject({
    name: "gitpod-azure-devops",
    version: "7.8.9",
    bin: { "gitpod-azure-devops": "bin/gitpod-azure-devops.mjs" },
    exports: { "./stack": { default: "./stack/index.mjs" } },
    peerDependenciesMeta: { "@pulumi/azure-native": { optional: true } },
    pulumi: { resource: true, name: "gitpod" },
  });
  expect(made).not.toHaveProperty("dependencies");
  expect(() => manifest(packageJson, RELEASE, ["left-pad"])).toThrow("left-pad");
});

test("the same files make the same archive, whatever their dates", async () => {
  const archives: Buffer[] = [];
  for (const [name, date] of [
    ["a", 1_000_000],
    ["b", 2_000_000],
  ] as const) {
    await mkdir(join(folder, name));
    for (const file of ["two", "one"]) {
      await writeFile(join(folder, name, file), file);
      await utimes(join(folder, name, file), date, date);
    }
    await pack(join(folder, name), join(folder, `${name}.tar.gz`));
    archives.push(await readFile(join(folder, `${name}.tar.gz`)));
  }
  expect(archives[0]).toEqual(archives[1]);
});

test("checksums are those of sha256sum", async () => {
  const sums = join(folder, "sums");
  await mkdir(join(sums, "folder"), { recursive: true });
  await writeFile(join(sums, "file"), "abc");
  const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  file\n";
  for (const _ of ["first", "again"]) expect(await readFile(await writeChecksums(sums), "utf8")).toBe(expected);
});

test("the SBOM lists Node and the packages of the bundle, and names no folder of this machine", async () => {
  const { packages } = await bundle(["./provider/main.ts"], join(folder, "plugin.cjs"), RELEASE);
  await writeSbom("gitpod-azure-devops", packages, join(folder, "sbom.json"));
  const text = await readFile(join(folder, "sbom.json"), "utf8");
  const components: { name: string; version: string }[] = JSON.parse(text).components;
  const named = components.map(({ name, version }) => `${name}@${version}`);
  expect(named.sort()).toEqual([...packages, `node@${packageJson.devDependencies.node}`].sort());
  expect(text).not.toContain(process.cwd());
  expect(JSON.parse(text).metadata.component.name).toBe("gitpod-azure-devops");
});

test.each([
  ["linux", "x64", "linux-amd64"],
  ["darwin", "arm64", "darwin-arm64"],
  ["win32", "x64", "windows-amd64"],
])("archives for %s %s are named %s", (system, processor, name) => {
  expect(platformName(system, processor)).toBe(name);
});
