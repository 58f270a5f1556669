import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { VERSION } from "./keyVault/folder.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Manifest {
  readonly name?: string;
  readonly pulumi?: { readonly resource?: boolean };
}

// Pulumi's Node language host installs the plugin of each of these in every run, used or not: getPackagesFromDir in
// https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/pulumi-language-nodejs/main.go
test("the only installed package whose plugin the engine would fetch is azuread", () => {
  const manifests = globSync("node_modules/**/package.json", { cwd: ROOT }).map(
    (path): Manifest => JSON.parse(readFileSync(`${ROOT}/${path}`, "utf8")),
  );
  expect(manifests.length).toBeGreaterThan(300);
  const names = manifests.filter(({ pulumi }) => pulumi?.resource).map(({ name }) => name);
  expect(names).toEqual(["@pulumi/azuread"]);
});

test("azure-native is named, and not locked", () => {
  const read = (file: string) => JSON.parse(readFileSync(`${ROOT}/${file}`, "utf8"));
  const { peerDependencies } = read("package.json");
  expect(Object.keys(peerDependencies)).toEqual(["@pulumi/azure-native"]);
  expect(peerDependencies["@pulumi/azure-native"]).toBe(`^${VERSION}`);
  expect(Object.keys(read("package-lock.json").packages)).not.toContain("node_modules/@pulumi/azure-native");
});
