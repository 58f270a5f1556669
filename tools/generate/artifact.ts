import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");
/** Commands of the development packages. */
export const BIN = join(ROOT, "node_modules/.bin");

/** A file that is generated, or part of it is. */
export interface Artifact {
  /** In the project. */
  readonly path: string;
  /** What the file must contain; undefined when it must not exist. */
  readonly content: string | undefined;
}

/** A file with new text between two marker lines. */
export function region(path: string, start: string, end: string, text: string): Artifact {
  return { path, content: between(readText(join(ROOT, path)) ?? "", path, start, end, text) };
}

/** A page with new text in regions, each between the comments `<name>:start` and `<name>:end`. */
export function page(path: string, texts: Readonly<Record<string, string>>): Artifact {
  const before = readText(join(ROOT, path)) ?? "";
  const content = Object.entries(texts).reduce(
    (page, [name, text]) => between(page, path, `<!-- ${name}:start -->`, `<!-- ${name}:end -->`, text),
    before,
  );
  return { path, content };
}

function between(before: string, path: string, start: string, end: string, text: string): string {
  const from = before.indexOf(`${start}\n`);
  const to = before.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${path} has no lines "${start.trim()}" and "${end.trim()}"`);
  return `${before.slice(0, from)}${start}\n${text}${before.slice(to)}`;
}

/** The text of a file; undefined when it does not exist. */
export function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

export function isStale({ path, content }: Artifact): boolean {
  return readText(join(ROOT, path)) !== content;
}

export function write({ path, content }: Artifact): void {
  const file = join(ROOT, path);
  if (content === undefined) {
    rmSync(file);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
