import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { metadata } from "../../provider/metadata.ts";
import { type Artifact, ROOT, readText } from "./artifact.ts";

type Versions = Record<string, string>;

/** Where a program in YAML or Python names the plugin. */
const PLUGIN = /^( {4}version: ).*\n( {4}pluginDownloadURL: ).*$/m;
const NODE_PACKAGES: Versions = { ...packageJson.dependencies, ...packageJson.devDependencies };

/** The templates' files that name versions, with those of this repository. */
export function templates(): Artifact[] {
  return [withPlugin("templates/yaml/Pulumi.yaml"), withPlugin("templates/python/Pulumi.yaml"), npmPackages()];
}

function withPlugin(path: string): Artifact {
  const before = readText(join(ROOT, path)) ?? "";
  if (!PLUGIN.test(before)) throw new Error(`${path} has no lines "version:" and "pluginDownloadURL:" of the plugin`);
  return { path, content: before.replace(PLUGIN, `$1${packageJson.version}\n$2${metadata.pluginDownloadURL}`) };
}

function npmPackages(): Artifact {
  const path = "templates/typescript/package.json";
  const before = JSON.parse(readText(join(ROOT, path)) ?? "");
  const after = {
    ...before,
    dependencies: current(before.dependencies),
    devDependencies: current(before.devDependencies),
  };
  return { path, content: `${JSON.stringify(after, null, 2)}\n` };
}

function current(packages: Versions): Versions {
  return Object.fromEntries(Object.keys(packages).map((name) => [name, versionOf(name)]));
}

function versionOf(name: string): string {
  if (name === packageJson.name) return packageJson.version;
  // TypeScript has another name here: see "Dependencies" in docs/architecture.md.
  const version = NODE_PACKAGES[name] ?? NODE_PACKAGES[`${name}-compiler`]?.split("@").at(-1);
  if (version === undefined) throw new Error(`package.json has no version of ${name}`);
  return version;
}
