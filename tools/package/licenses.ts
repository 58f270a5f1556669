import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./places.ts";

/**
 * The licences of what is bundled, as they ask for in each copy.
 *
 * @param folders those of npm packages
 * @throws if a package has none
 */
export async function licenses(folders: ReadonlySet<string>): Promise<string> {
  const texts = await Promise.all([...folders].sort().map(license));
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

async function license(folder: string): Promise<string> {
  const path = join(ROOT, folder);
  const { name, version, license: kind } = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
  const file = (await readdir(path)).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  if (file === undefined && kind === undefined) throw new Error(`${name} says no licence, so it must not be bundled`);
  const text = file === undefined ? `Licence: ${kind}\n` : await readFile(join(path, file), "utf8");
  return `${name} ${version}\n\n${text.trim()}\n`;
}
