import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PIPELINES = fileURLToPath(new URL("../../../../ops/pipelines", import.meta.url));

/** This project's own workflows, relative to ops/pipelines. */
export const OWN_WORKFLOWS = "../../.github/workflows";

/** The parser in Pulumi's SDK. It has no types. */
const { load }: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");

/** Paths of the YAML files in a folder of ops/pipelines, relative to ops/pipelines. */
export function yamlFiles(folder: string): string[] {
  const found = readdirSync(join(PIPELINES, folder), { recursive: true, encoding: "utf8" });
  return found
    .filter((name) => name.endsWith(".yml"))
    .map((name) => join(folder, name))
    .sort();
}

export function read(file: string): string {
  return readFileSync(join(PIPELINES, file), "utf8");
}

export function parse<T>(file: string): T {
  return load(read(file)) as T;
}
