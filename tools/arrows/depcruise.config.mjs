import { ARROWS, LATER_PLATFORMS, PLATFORM_LISTS } from "./table.ts";

const FOLDERS = Object.keys(ARROWS);

/** What stands in the folder, without the subfolders that have a row of their own. */
function inside(folder) {
  const apart = FOLDERS.filter((each) => each.startsWith(`${folder}/`)).map((each) => each.slice(folder.length + 1));
  const rest = apart.length > 0 ? `(?!(?:${apart.join("|")})/)` : "";
  return /\.\w+$/.test(folder) ? `^${folder}$` : `^${folder}/${rest}`;
}

function filesOf(platform) {
  return `(^|/)${platform}(/|\\.ts$)`;
}

/** Need the development packages. Everything else works after `npm ci --omit=dev`. */
const DEVELOPMENT = ["^sandbox/", "^tools/"];
/** Installed only where it is wanted. */
const OPTIONAL_PEER = "^(node_modules/)?@pulumi/azure-native/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    { name: "in-the-table", severity: "error", from: { pathNot: FOLDERS.map(inside) }, to: {} },
    ...FOLDERS.map((folder) => ({
      name: folder,
      severity: "error",
      from: { path: inside(folder) },
      to: {
        pathNot: [...[folder, ...ARROWS[folder], "package.json"].map(inside), OPTIONAL_PEER],
        dependencyTypesNot: ["npm", "npm-dev", "core"],
      },
    })),
    ...LATER_PLATFORMS.map((platform) => ({
      name: `only-lists-import-${platform}`,
      severity: "error",
      from: { pathNot: [filesOf(platform), ...PLATFORM_LISTS] },
      to: { path: filesOf(platform) },
    })),
    {
      name: "no-development-package",
      severity: "error",
      from: { pathNot: DEVELOPMENT },
      to: { dependencyTypes: ["npm-dev"] },
    },
  ],
  options: {
    // TypeScript itself is not to be found under its own name: see "Install" in docs/performance.md.
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    // swc does not parse declarations of CommonJS.
    exclude: { path: "^(dist|examples|templates|test|node_modules)/|/gen/|[.]d[.]cts$" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node"] },
  },
};
