import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "./lock.ts";

/** The folder of a CLI in the cache. Its executable is `bin/pulumi`, as Pulumi's installer has it. */
export function cachedRoot(version: string, cache: string): string {
  return join(cache, `pulumi-${version}`);
}

export interface FillOptions {
  readonly cache: string;
  readonly version: string;
  /** The folder holds a CLI that works. */
  usable(root: string): Promise<boolean>;
  /** Puts a CLI into the folder. */
  fill(root: string): Promise<void>;
  /** Called once, when another process fills the cache and this one waits. */
  waiting(): void;
}

/**
 * Makes sure that the cache holds this version, and returns its folder. It appears complete or not at all, and is filled
 * once even when several processes ask for it.
 */
export async function fillCache({ cache, version, usable, fill, waiting }: FillOptions): Promise<string> {
  const root = cachedRoot(version, cache);
  await mkdir(cache, { recursive: true });
  return withLock(`${root}.lock`, waiting, async () => {
    if (await usable(root)) return root;
    await removeLeftovers(cache, version);
    const partial = `${root}.partial-${process.pid}`;
    try {
      await mkdir(join(partial, "bin"), { recursive: true });
      await fill(partial);
      if (!(await usable(partial))) throw new Error('the new CLI does not answer "pulumi version"');
      await rm(root, { recursive: true, force: true });
      await rename(partial, root);
      return root;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
}

async function removeLeftovers(cache: string, version: string): Promise<void> {
  const names = await readdir(cache);
  const leftovers = names.filter((name) => name.startsWith(`pulumi-${version}.partial-`));
  await Promise.all(leftovers.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}
