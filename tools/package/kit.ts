import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compile, npmPack } from "./npmPackage.ts";
import { ROOT } from "./places.ts";
import type { PackageJson } from "./release.ts";

const SOURCE = join(ROOT, "provider-kit");
/** Needs no compiler. */
const COPIED = ["prepareProcess.cjs", "network.cjs", "README.md"];

/**
 * Makes the npm package of provider-kit in a folder: ES modules and types, because Node runs no TypeScript in node_modules.
 *
 * @param root package.json of the repository, which says where the package comes from
 * @returns the path of the packed file
 */
export async function makeKit(root: PackageJson, folder: string, destination: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await compile("tools/package/kit", folder);
  const own = await readFile(join(SOURCE, "package.json"), "utf8");
  await writeFile(join(folder, "package.json"), `${JSON.stringify(published(JSON.parse(own), root), null, 2)}\n`);
  await Promise.all(COPIED.map((file) => copyFile(join(SOURCE, file), join(folder, file))));
  await copyFile(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  return npmPack(folder, destination);
}

/** package.json with the compiled entry in the place of the source. */
function published({ private: _, ...own }: { exports: object; private: boolean }, root: PackageJson) {
  const { author, homepage, repository, bugs } = root;
  return {
    ...own,
    author,
    homepage,
    repository: { ...(repository as object), directory: "provider-kit" },
    bugs,
    exports: { ...own.exports, ".": { types: "./index.d.ts", default: "./index.js" } },
  };
}
