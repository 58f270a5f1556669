import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { asReleased, packageFolders, withoutUnused } from "./bundle.ts";
import { licenses } from "./licenses.ts";
import { BIN, LIBRARY, manifest, STACK } from "./manifest.ts";
import { NODE, NPM, ROOT, run } from "./places.ts";
import type { PackageJson, Release } from "./release.ts";

/** What CommonJS packages in an ES module call. */
const REQUIRE =
  'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);';

/**
 * Makes the npm package in a folder: the components, the stack's program and the command, with everything bundled but
 * Pulumi's packages, and types. Node runs no TypeScript in node_modules.
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
  const metafiles = [await library(folder, release), await program(folder, release)].map(({ metafile }) => metafile);
  await chmod(join(folder, `${BIN.output}.mjs`), 0o755);
  await writeFile(
    join(folder, "package.json"),
    `${JSON.stringify(manifest(root, release, imports(metafiles)), null, 2)}\n`,
  );
  const bundled = new Set(metafiles.flatMap((metafile) => [...packageFolders(metafile)]));
  await writeFile(join(folder, "THIRD-PARTY-LICENSES"), await licenses(bundled));
  await compile("tools/package/npm", folder);
  await copyFile(join(ROOT, "tools/package/npm/stack.d.mts"), join(folder, `${STACK.output}.d.mts`));
  await copyFile(join(ROOT, "tools/package/npm/README.md"), join(folder, "README.md"));
  await copyFile(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  return npmPack(folder, destination);
}

/** The components in CommonJS, because that works in every program, whether it imports or requires. */
function library(folder: string, release: Release) {
  return built(folder, release, { entryPoints: Object.values(LIBRARY), outbase: ROOT, format: "cjs" });
}

/**
 * The command and the stack's program, as ES modules: what both need is there once, and a command loads only its own. Node
 * requires them, too, as long as no module awaits at its top level.
 */
function program(folder: string, release: Release) {
  return built(folder, release, {
    entryPoints: { [BIN.output]: BIN.source, [STACK.output]: STACK.source },
    format: "esm",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    banner: { js: REQUIRE },
    minifySyntax: true,
    minifyWhitespace: true,
  });
}

function built(outdir: string, release: Release, options: BuildOptions) {
  return build({
    ...options,
    outdir,
    bundle: true,
    external: ["@pulumi/*"],
    platform: "node",
    target: "node22",
    legalComments: "none",
    metafile: true,
    logLevel: "error",
    absWorkingDir: ROOT,
    plugins: [withoutUnused(), asReleased(release)],
  });
}

/** Packages that the compiled files import. */
function imports(metafiles: readonly Metafile[]): string[] {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const found = outputs.flatMap((output) => output.imports.filter(({ external }) => external).map(({ path }) => path));
  return found.filter((path) => !isBuiltin(path));
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
