import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The parser that Pulumi's SDK brings; it has no types. */
const { loadAll }: { loadAll(text: string): unknown[] } = createRequire(import.meta.url)("js-yaml");

/** The documents of a YAML file in operators/. */
export function documents(file: string): unknown[] {
  return loadAll(readFileSync(new URL(`../../../../ops/operators/${file}`, import.meta.url), "utf8"));
}
