import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { asReleased } from "./bundle.ts";
import { manifest, SOURCES } from "./manifest.ts";
import { NODE, NPM, ROOT, run } from "./places.ts";
import type { PackageJson, Release } from "./release.ts";

/**
 * Makes the npm package of the components in a folder: a file of CommonJS for each entry, because that works in every program,
 * whether it imports or requires, and types. Node runs no TypeScript in node_modules.
 *
 * @returns the path of the packed file
 */
export async function makeNpmPackage(
  root: PackageJson,
  release: Release,
  folder: string,
  destination: string,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    entryPoints: Object.values(SOURCES),
    outbase: ROOT,
    outdir: folder,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node22",
    format: "cjs",
    metafile: true,
    logLevel: "error",
    absWorkingDir: ROOT,
    plugins: [asReleased(release)],
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest(root, release, imports), null, 2)}\n`);
  await compile("tools/package/npm", folder);
  await copyFile(join(ROOT, "tools/package/npm/README.md"), join(folder, "README.md"));
  await copyFile(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  return npmPack(folder, destination);
}

/** Runs TypeScript's compiler with a folder's settings. */
export async function compile(project: string, outDir: string): Promise<void> {
  await run(NODE, [join(ROOT, "node_modules/typescript-compiler/bin/tsc"), "-p", project, "--outDir", outDir]);
}

/** Packs a folder, and returns the path of the packed file. */
export async function npmPack(folder: string, destination: string): Promise<string> {
  const [{ filename }] = JSON.parse(await run(NPM, ["pack", folder, "--pack-destination", destination, "--json"]));
  return join(destination, filename);
}
