import { SANDBOX } from "../constants.ts";
import { inAnyProject } from "../pulumiConfig.ts";
import { describeAzuread } from "../stand-ins/azureadPlugin.ts";
import type { Sandbox } from "../types.ts";
import { type Overview, overviewText } from "./overview.ts";

/** What the sandbox prints when it has started. */
export function instructions(sandbox: Sandbox, overview: Overview): string {
  return [
    overviewText(overview),
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
    `  export GITPOD_TOKEN=${sandbox.gitpod.token}`,
    "  cp Pulumi.dev.yaml Pulumi.sandbox.yaml",
    "  pulumi stack select --create sandbox",
    ...configure(sandbox),
    "",
    "  pulumi up",
    "",
    "Then open the stack output activationUrl in a browser and accept: pulumi stack output activationUrl",
    ...onaInstructions(sandbox),
    "The browser warns about Entra's certificate, because it does not trust the sandbox's authority.",
    "Ctrl-C stops the sandbox, which keeps no data. Then clean up: pulumi stack rm --force --yes sandbox",
    "",
    "Calls:",
  ].join("\n");
}

function configure(sandbox: Sandbox): string[] {
  const standard =
    sandbox.gitpod.host.endsWith(`:${SANDBOX.gitpodPort}`) &&
    sandbox.entra.authorityHost.endsWith(`:${SANDBOX.entraPort}`);
  if (standard) return [];
  const intro = "Pulumi.dev.yaml has other ports. After you have selected the stack, run:";
  return ["", intro, ...configCommands(sandbox.settings())];
}

/** How to use Ona instead of Gitpod Classic, with the same environment and a stack without the settings of Classic. */
function onaInstructions(sandbox: Sandbox): string[] {
  return [
    "",
    "For Ona, a stack of its own:",
    "",
    `  export ONA_TOKEN=${sandbox.ona.token}`,
    "  pulumi stack select --create sandbox-ona",
    ...configCommands(sandbox.onaSettings()),
    "",
    "  pulumi up",
    "",
    "Then open the stack output connectUrl in a browser: pulumi stack output connectUrl",
    "In the end, clean up:",
    "",
    "  pulumi stack rm --force --yes sandbox-ona",
    "",
  ];
}

function configCommands(settings: Record<string, string>): string[] {
  return Object.entries(inAnyProject(settings)).map(([key, value]) => `  pulumi config set ${key} ${value}`);
}

/** The sandbox's environment as shell commands. */
function exports({ pluginFolders, environment }: Overview): string[] {
  const settings = Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);
  return [`  export PATH="${pluginFolders.join(":")}:$PATH"`, ...settings];
}
