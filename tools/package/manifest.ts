import type { PackageJson, Release } from "./release.ts";

/** Entries of the npm package for programs of any kind, with their sources. */
export const LIBRARY = {
  ".": "components/index.ts",
  "./key-vault": "components/keyVault/keyVaultCredentials.ts",
} as const;

/** The stack's program. Of a CommonJS module an ES module would not get the default export. */
export const STACK = { source: "index.ts", output: "stack/index" } as const;

/** The command. */
export const BIN = { source: "cli/bin.mjs", output: "bin/gitpod-azure-devops" } as const;

/** Packages that a program shares with the components. */
const PEERS: Readonly<Record<string, { readonly range: string; readonly optional?: true }>> = {
  "@pulumi/pulumi": { range: "^3.200.0" },
  "@pulumi/azuread": { range: "^6.0.0" },
  "@pulumi/azure-native": { range: "^3.0.0", optional: true },
};

const KEPT = ["description", "license", "keywords", "author", "homepage", "repository", "bugs"];

/**
 * package.json of the npm package. It depends on nothing but its peers: the rest is bundled.
 *
 * @param root package.json of the repository
 * @param imports what the compiled files import
 * @throws if they import anything else
 */
export function manifest(root: PackageJson, { name, version, pulumi }: Release, imports: readonly string[]) {
  const packages = new Set(imports.map((path) => path.split("/", path.startsWith("@") ? 2 : 1).join("/")));
  const other = [...packages].find((each) => !(each in PEERS));
  if (other !== undefined) throw new Error(`the npm package imports ${other}, which is neither bundled nor a peer`);
  const optional = Object.entries(PEERS).filter(([, peer]) => peer.optional);
  return {
    name,
    version,
    ...Object.fromEntries(KEPT.filter((field) => field in root).map((field) => [field, root[field]])),
    type: "commonjs",
    engines: root.engines,
    bin: { [name]: `${BIN.output}.mjs` },
    main: compiled(LIBRARY["."], ".js"),
    types: compiled(LIBRARY["."], ".d.ts"),
    exports: {
      ...Object.fromEntries(Object.entries(LIBRARY).map(entry)),
      "./stack": { types: `./${STACK.output}.d.mts`, default: `./${STACK.output}.mjs` },
      "./package.json": "./package.json",
    },
    // For `moduleResolution: node`, which does not know "exports".
    typesVersions: {
      "*": { "key-vault": [compiled(LIBRARY["./key-vault"], ".d.ts")], stack: [`./${STACK.output}.d.mts`] },
    },
    peerDependencies: Object.fromEntries(Object.entries(PEERS).map(([peer, { range }]) => [peer, range])),
    peerDependenciesMeta: Object.fromEntries(optional.map(([peer]) => [peer, { optional: true }])),
    pulumi,
  };
}

function entry([path, source]: readonly [string, string]) {
  return [path, { types: compiled(source, ".d.ts"), default: compiled(source, ".js") }] as const;
}

function compiled(source: string, ending: string): string {
  return `./${source.replace(/\.ts$/, ending)}`;
}
