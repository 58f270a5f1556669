import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Puts a shell script into a folder, as an executable of this name. */
export async function putExecutable(folder: string, name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
}
