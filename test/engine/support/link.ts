import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

const NOT_LINKED = /^(\.git|Pulumi\..+\.yaml)$/;

/** Creates a folder that links to everything in another one, except for some replacements. */
export async function link(from: string, to: string, replacements: Readonly<Record<string, string>>): Promise<void> {
  const names = (await readdir(from)).filter((name) => !NOT_LINKED.test(name));
  const targets = { ...Object.fromEntries(names.map((name) => [name, join(from, name)])), ...replacements };
  await mkdir(to);
  await Promise.all(Object.entries(targets).map(([name, target]) => symlink(target, join(to, name))));
}

/** Gives the project in such a folder another name. */
export async function renameProject(folder: string, name: string): Promise<void> {
  const file = join(folder, "Pulumi.yaml");
  const text = await readFile(file, "utf8");
  await rm(file);
  await writeFile(file, text.replace(/^name: .*$/m, `name: ${name}`));
}
