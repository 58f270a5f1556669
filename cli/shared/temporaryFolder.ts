import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Works in a new folder that only this user can read. It is gone afterwards, even when the process exits meanwhile. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const { folder, remove } = await temporaryFolder();
  try {
    return await work(folder);
  } finally {
    remove();
  }
}

/** A new folder that only this user can read. It is gone when the process exits; in a command, also by a signal. */
export async function temporaryFolder(name = "") {
  const folder = await mkdtemp(join(tmpdir(), `gitpod-azure-devops-${name}`));
  const remove = () => {
    process.off("exit", remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  return { folder, remove };
}
