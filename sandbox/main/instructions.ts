import { PLATFORMS } from "../platforms.ts";
import { describeAzuread } from "../stand-ins/azureadPlugin.ts";
import type { Sandbox } from "../types.ts";
import { type Overview, overviewText } from "./overview.ts";

/** What the sandbox prints when it has started. */
export function instructions(sandbox: Sandbox, overview: Overview): string {
  return [
    overviewText(sandbox),
    `Plugin  ${describeAzuread(sandbox.azuread)}`,
    "",
    `Page  ${overview.page}   shows all of it, and plays what can go wrong`,
    "",
    "In another terminal, whose stacks are kept apart from yours:",
    "",
    ...exports(overview),
    "",
    "Then `npx gitpod-azure-devops setup --sandbox` sets up a stack, in an empty folder too. Or by hand, in this repository:",
    "",
    ...PLATFORMS.flatMap((platform) => platform.instructions(sandbox)),
    "The browser warns about Entra's certificate, because it does not trust the sandbox's authority.",
    "Ctrl-C stops the sandbox, which keeps no data. Then clean up: pulumi stack rm --force --yes sandbox",
    "",
    "Calls:",
  ].join("\n");
}

/** The sandbox's environment as shell commands. */
function exports({ pluginFolders, environment }: Overview): string[] {
  const settings = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  return [`  export PATH="${pluginFolders.join(":")}:$PATH"`, ...settings];
}
