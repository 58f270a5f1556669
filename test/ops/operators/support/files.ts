import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The parser in Pulumi's SDK. It has no types. */
const { loadAll }: { loadAll(text: string): unknown[] } = createRequire(import.meta.url)("js-yaml");

/** The documents in a YAML file of ops/operators. */
export function documents(file: string): unknown[] {
  return loadAll(readFileSync(new URL(`../../../../ops/operators/${file}`, import.meta.url), "utf8"));
}
