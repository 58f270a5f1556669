import packageJson from "../../package.json" with { type: "json" };

/** This runs from the npm package, where a checkout's scripts and files are not: only a released package.json names the plugin. */
export const PACKAGED = "pulumi" in packageJson;

/** What starts the sandbox. */
export const SANDBOX_COMMAND = PACKAGED ? "npm run sandbox in a clone of the repository" : "npm run sandbox";

/** Where people find a page of docs/. */
export function documentation(page: string): string {
  return PACKAGED ? `${packageJson.homepage}/blob/v${packageJson.version}/docs/${page}` : `docs/${page}`;
}
