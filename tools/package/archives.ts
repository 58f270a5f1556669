import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { create } from "tar";

/** The same in every archive, so that the same files make the same archive. */
const MODIFIED = new Date("2000-01-01T00:00:00Z");

const SYSTEMS: Readonly<Record<string, string>> = { win32: "windows" };
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64" };

/** This machine as the names of Pulumi's archives have it, such as `linux-amd64`. */
export function platformName(platform: string = process.platform, processor: string = process.arch): string {
  return `${SYSTEMS[platform] ?? platform}-${PROCESSORS[processor] ?? processor}`;
}

/** Packs the files of a folder at the root of a .tar.gz. They belong to nobody, and have no date of their own. */
export async function pack(folder: string, archive: string): Promise<void> {
  const files = (await readdir(folder)).sort();
  await create({ file: archive, cwd: folder, gzip: true, portable: true, mtime: MODIFIED }, files);
}

/** SHA256SUMS over the other files of a folder, as `sha256sum --check` reads it. */
export async function writeChecksums(folder: string): Promise<string> {
  const sums = join(folder, "SHA256SUMS");
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== basename(sums)).map(({ name }) => name);
  const lines = await Promise.all(names.sort().map(async (name) => `${await sha256(join(folder, name))}  ${name}\n`));
  await writeFile(sums, lines.join(""));
  return sums;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
