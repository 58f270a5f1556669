import { ARROWS } from "./table.ts";

const FOLDERS = Object.keys(ARROWS);

/** What stands in the folder, without the subfolders that have a row of their own. */
function inside(folder) {
  const apart = FOLDERS.filter((each) => each.startsWith(`${folder}/`)).map((each) => each.slice(folder.length + 1));
  const rest = apart.length > 0 ? `(?!(?:${apart.join("|")})/)` : "";
  return folder.endsWith(".ts") ? `^${folder}$` : `^${folder}/${rest}`;
}

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    { name: "in-the-table", severity: "error", from: { pathNot: FOLDERS.map(inside) }, to: {} },
    ...FOLDERS.map((folder) => ({
      name: folder,
      severity: "error",
      from: { path: inside(folder) },
      to: { pathNot: [folder, ...ARROWS[folder]].map(inside), dependencyTypesNot: ["npm", "npm-dev", "core"] },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(examples|test|node_modules)/|/gen/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node"] },
  },
};
