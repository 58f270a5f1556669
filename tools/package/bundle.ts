import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import { ROOT } from "./places.ts";

/**
 * Modules that the plugin never uses. Those of Pulumi's SDK are for dynamic resources, the Automation API and components that
 * the SDK itself serves; they would bring TypeScript and npm's tree of packages. Zod's messages are all our own.
 */
const UNUSED = [
  "@pulumi/pulumi/runtime/closure/serializeClosure.js",
  "@pulumi/pulumi/runtime/closure/codePaths.js",
  "@pulumi/pulumi/automation/index.js",
  "@pulumi/pulumi/typescript-shim.js",
  "zod/v4/locales/index.js",
];
/** What the files above would bring. None of it may get into a bundle. */
const TOO_MUCH =
  /node_modules\/(typescript|@npmcli\/arborist|source-map)\/|@pulumi\/pulumi\/(runtime\/closure|vendor)\//;

/** A file of JavaScript, and the packages that are in it. */
export interface Bundle {
  readonly file: string;
  /** npm packages, such as `zod@4.6.7`. */
  readonly packages: ReadonlySet<string>;
}

/**
 * Bundles modules of this repository into one CommonJS file that runs them in the given order. What they import dynamically
 * is inside too, and runs when it is first imported.
 *
 * @param release what differs in the repository's package.json
 * @throws if a newer SDK no longer fits {@link UNUSED}
 */
export async function bundle(modules: readonly string[], file: string, release: object): Promise<Bundle> {
  const { metafile } = await build({
    stdin: { contents: modules.map((name) => `require(${JSON.stringify(name)});`).join("\n"), resolveDir: ROOT },
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node22.21",
    format: "cjs",
    // A script in an executable can require, but not import.
    supported: { "dynamic-import": false },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    metafile: true,
    logLevel: "error",
    logOverride: { "empty-import-meta": "error" },
    absWorkingDir: ROOT,
    plugins: [withoutUnused(), asReleased(release)],
  });
  const excess = Object.entries(metafile.inputs).find(([input, { bytes }]) => bytes > 0 && TOO_MUCH.test(input));
  if (excess !== undefined)
    throw new Error(`${excess[0]} must not be in the bundle: see what imports it, and add that to UNUSED`);
  return { file, packages: await packagesIn(metafile) };
}

/** Leaves {@link UNUSED} empty, and `source-map-support`, which the SDK would load for its stack traces. */
export function withoutUnused(): Plugin {
  const paths = new Set(UNUSED.map((name) => join(ROOT, "node_modules", name)));
  for (const path of paths) {
    if (!existsSync(path)) throw new Error(`${path} does not exist any more: adjust UNUSED in tools/package/bundle.ts`);
  }
  return {
    name: "without unused modules",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^source-map-support/ }, ({ path }) => ({ path, namespace: "unused" }));
      onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "" }));
      onLoad({ filter: /[\\/]node_modules[\\/]/ }, ({ path }) => (paths.has(path) ? { contents: "" } : undefined));
    },
  };
}

/** Takes the repository's package.json with other values for some of its fields. */
export function asReleased(release: object): Plugin {
  const file = join(ROOT, "package.json");
  return {
    name: "released package.json",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
        if (path !== file) return undefined;
        return {
          contents: JSON.stringify({ ...JSON.parse(await readFile(file, "utf8")), ...release }),
          loader: "json",
        };
      });
    },
  };
}

async function packagesIn(metafile: Metafile): Promise<Set<string>> {
  const names = [...packageFolders(metafile)].map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(join(ROOT, folder, "package.json"), "utf8"));
    return `${name}@${version}`;
  });
  return new Set(await Promise.all(names));
}

/** The folders of npm packages that are in what esbuild has made. */
export function packageFolders({ inputs }: Metafile): ReadonlySet<string> {
  const folders = Object.keys(inputs).map((input) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return new Set(folders.filter((folder) => folder !== undefined));
}
