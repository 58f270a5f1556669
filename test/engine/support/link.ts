import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";

const NOT_LINKED = /^(\.git|Pulumi\..+\.yaml)$/;

/** Creates a folder that links to everything in another one, except for some replacements. */
export async function link(from: string, to: string, replacements: Readonly<Record<string, string>>): Promise<void> {
  const names = (await readdir(from)).filter((name) => !NOT_LINKED.test(name));
  const targets = { ...Object.fromEntries(names.map((name) => [name, join(from, name)])), ...replacements };
  await mkdir(to);
  await Promise.all(Object.entries(targets).map(([name, target]) => symlink(target, join(to, name))));
}
