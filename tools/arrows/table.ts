/**
 * Which folder may import which, from the ground up. A folder may always import itself; a subfolder with a row of its own
 * counts as a folder apart.
 */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "provider-kit": [],
  "preload.cjs": ["provider-kit"],
  platforms: ["provider-kit"],
  pages: [],
  "provider/connect": ["provider-kit"],
  "provider/entra": ["provider-kit"],
  "provider/rotation": ["provider-kit", "platforms"],
  "provider/classic": ["provider-kit", "platforms", "provider/connect", "provider/entra"],
  "provider/ona": ["provider-kit", "platforms", "provider/connect", "provider/entra"],
  "provider/components": [
    "provider-kit",
    "platforms",
    "provider/rotation",
    "provider/classic",
    "provider/ona",
    "components/entra",
    "components/classic",
    "components/ona",
  ],
  provider: [
    "provider-kit",
    "platforms",
    "provider/connect",
    "provider/entra",
    "provider/rotation",
    "provider/classic",
    "provider/ona",
    "provider/components",
  ],
  "components/base": ["provider-kit"],
  "components/gitpod": ["components/base"],
  "components/entra": ["provider-kit", "components/base", "components/gitpod"],
  "components/classic": ["platforms", "components/base", "components/gitpod", "components/entra"],
  "components/ona": ["platforms", "components/base", "components/gitpod", "components/entra"],
  "components/keyVault": ["components/base", "components/entra"],
  components: ["components/gitpod", "components/entra", "components/classic", "components/ona"],
  stack: [
    "provider-kit",
    "platforms",
    "components/base",
    "components/gitpod",
    "components/entra",
    "components/classic",
    "components/ona",
    "components/keyVault",
  ],
  "index.ts": ["stack", "components/entra", "components/classic", "components/ona"],
  sandbox: ["provider-kit", "platforms", "pages", "provider/classic", "provider/ona"],
  cli: [
    "provider-kit",
    "preload.cjs",
    "platforms",
    "pages",
    "provider",
    "provider/connect",
    "provider/classic",
    "provider/ona",
    "provider/entra",
    "provider/rotation",
    "components/entra",
    "stack",
    "sandbox",
    "ops/pipelines",
    "index.ts",
  ],
  "ops/bootstrap": ["provider-kit", "stack"],
  "ops/pipelines": [],
  "ops/policy": [],
  tools: [
    "provider-kit",
    "pages",
    "provider",
    "components",
    "components/gitpod",
    "components/entra",
    "components/classic",
    "stack",
    "sandbox",
    "cli",
    "index.ts",
  ],
};

/**
 * Platforms that came after the first one. Whatever only one of them needs is in a folder or file of its name, which no other
 * file imports but the lists of platforms.
 */
export const LATER_PLATFORMS: readonly string[] = ["ona"];

/** The lists of platforms, and what users import. */
export const PLATFORM_LISTS = ["(^|/)platforms\\.ts$", "^platforms/index\\.ts$", "^(provider/)?components/index\\.ts$"];

/** The same as a table in Markdown. */
export function arrowsTable(): string {
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");
  const rows = Object.entries(ARROWS).map(
    ([folder, allowed]) => `| ${code([folder])} | ${code(allowed) || "nothing"} |\n`,
  );
  return `| Folder | May import |\n|---|---|\n${rows.join("")}`;
}
