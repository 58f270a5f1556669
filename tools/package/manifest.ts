import type { PackageJson, Release } from "./release.ts";

/** Source of each entry of the npm package. */
export const SOURCES: Readonly<Record<string, string>> = {
  ".": "components/index.ts",
  "./key-vault": "components/keyVault/keyVaultCredentials.ts",
};

/** Packages that a program shares with the components. */
const PEERS: Readonly<Record<string, { readonly range: string; readonly optional?: true }>> = {
  "@pulumi/pulumi": { range: "^3.200.0" },
  "@pulumi/azuread": { range: "^6.0.0" },
  "@pulumi/azure-native": { range: "^3.0.0", optional: true },
};

const KEPT = ["description", "license", "keywords", "author", "homepage", "repository", "bugs"];

/**
 * package.json of the npm package.
 *
 * @param root package.json of the repository
 * @param imports what the compiled files import
 * @throws if they import what the repository does not depend on
 */
export function manifest(root: PackageJson, { name, version, pulumi }: Release, imports: readonly string[]) {
  const packages = new Set(imports.map((path) => path.split("/", path.startsWith("@") ? 2 : 1).join("/")));
  const dependencies = [...packages].filter((each) => !(each in PEERS)).sort();
  const missing = dependencies.find((each) => root.dependencies[each] === undefined);
  if (missing !== undefined) throw new Error(`the components import ${missing}, which is not among the dependencies`);
  const optional = Object.entries(PEERS).filter(([, peer]) => peer.optional);
  return {
    name,
    version,
    ...Object.fromEntries(KEPT.filter((field) => field in root).map((field) => [field, root[field]])),
    type: "commonjs",
    engines: { node: ">=22" },
    main: compiled(SOURCES["."], ".js"),
    types: compiled(SOURCES["."], ".d.ts"),
    exports: { ...Object.fromEntries(Object.entries(SOURCES).map(entry)), "./package.json": "./package.json" },
    // For `moduleResolution: node`, which does not know "exports".
    typesVersions: { "*": { "key-vault": [compiled(SOURCES["./key-vault"], ".d.ts")] } },
    dependencies: Object.fromEntries(dependencies.map((each) => [each, `^${root.dependencies[each]}`])),
    peerDependencies: Object.fromEntries(Object.entries(PEERS).map(([peer, { range }]) => [peer, range])),
    peerDependenciesMeta: Object.fromEntries(optional.map(([peer]) => [peer, { optional: true }])),
    pulumi,
  };
}

function entry([path, source]: readonly [string, string]) {
  return [path, { types: compiled(source, ".d.ts"), default: compiled(source, ".js") }] as const;
}

function compiled(source = "", ending: string): string {
  return `./${source.replace(/\.ts$/, ending)}`;
}
