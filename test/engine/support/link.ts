import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";

const NOT_LINKED = /^(\.git|Pulumi\..+\.yaml)$/;

/** Makes a folder that has all of another one, with other files in place of some. */
export async function link(from: string, to: string, others: Readonly<Record<string, string>>): Promise<void> {
  const names = (await readdir(from)).filter((name) => !NOT_LINKED.test(name));
  const targets = { ...Object.fromEntries(names.map((name) => [name, join(from, name)])), ...others };
  await mkdir(to);
  await Promise.all(Object.entries(targets).map(([name, target]) => symlink(target, join(to, name))));
}
