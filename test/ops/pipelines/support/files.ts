import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PIPELINES = fileURLToPath(new URL("../../../../ops/pipelines", import.meta.url));

/** The parser that Pulumi's SDK brings; it has no types. */
const { load }: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");

/** The YAML files below a folder of pipelines/, by their path in there. */
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

/** What a YAML file says, as the tests that read it expect it. */
export function parse<T>(file: string): T {
  return load(read(file)) as T;
}
