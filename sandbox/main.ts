import { parseArgs } from "node:util";
import { SANDBOX } from "./constants.ts";
import { startSandbox } from "./index.ts";
import type { JournalEntry } from "./journal.ts";
import { inAnyProject } from "./pulumiConfig.ts";
import { describeAzuread, STAND_INS } from "./stand-ins/azureadPlugin.ts";
import type { Sandbox, SandboxOptions } from "./types.ts";

const HELP = `Runs Gitpod, Ona and Microsoft Entra ID on this machine, to try everything without an account.

  npm run sandbox -- [--gitpod-port <port>] [--entra-port <port>] [--ona-port <port>]

  --gitpod-port  port of Gitpod (${SANDBOX.gitpodPort})
  --entra-port   port of Entra (${SANDBOX.entraPort})
  --ona-port     port of Ona (${SANDBOX.onaPort})
  --help         this text

Pulumi.dev.yaml has a stack's settings for the default ports. Work on a copy: Pulumi changes a stack's file, and deletes it with
the stack.
`;

class UsageError extends Error {}

type Ports = Required<Pick<SandboxOptions, "gitpodPort" | "entraPort" | "onaPort">>;

function readPorts(args: readonly string[]): Ports | undefined {
  const options = {
    "gitpod-port": { type: "string" },
    "entra-port": { type: "string" },
    "ona-port": { type: "string" },
    help: { type: "boolean" },
  } as const;
  let values: { "gitpod-port"?: string; "entra-port"?: string; "ona-port"?: string; help?: boolean };
  try {
    values = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nnpm run sandbox -- --help lists the options.`);
  }
  if (values.help) return undefined;
  return {
    gitpodPort: readPort("--gitpod-port", values["gitpod-port"], SANDBOX.gitpodPort),
    entraPort: readPort("--entra-port", values["entra-port"], SANDBOX.entraPort),
    onaPort: readPort("--ona-port", values["ona-port"], SANDBOX.onaPort),
  };
}

function readPort(option: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new UsageError(`${option} must be a port number from 1 to 65535, not "${text}".`);
  }
  return port;
}

async function start(ports: Ports): Promise<Sandbox> {
  const { token, organizationId, tenantId, onaToken, onaOrganizationId, runnerId } = SANDBOX;
  const fixed = { token, organizationId, tenantId, onaToken, onaOrganizationId, runnerId };
  try {
    return await startSandbox({ ...ports, ...fixed });
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { port?: number };
    if (code !== "EADDRINUSE") throw error;
    const options = { "--gitpod-port": ports.gitpodPort, "--entra-port": ports.entraPort, "--ona-port": ports.onaPort };
    const option = Object.entries(options).find(([, wanted]) => wanted === port)?.[0];
    throw new UsageError(
      `Port ${port} is taken: stop the other sandbox if one is running, or choose another port:\n  npm run sandbox -- ${option} <port>`,
    );
  }
}

function instructions(sandbox: Sandbox, ports: Ports): string {
  const standard = ports.gitpodPort === SANDBOX.gitpodPort && ports.entraPort === SANDBOX.entraPort;
  const configure = standard
    ? []
    : [
        "",
        "Pulumi.dev.yaml has other ports. After you have selected the stack, run:",
        ...configCommands(sandbox.settings()),
      ];
  return [
    `Gitpod  ${sandbox.gitpod.origin}   API ${sandbox.gitpod.apiUrl}`,
    `Ona     ${sandbox.ona.origin}   API ${sandbox.ona.apiUrl}`,
    `Entra   ${sandbox.entra.authorityHost}   Graph ${sandbox.entra.graphUrl}`,
    `Plugin  ${describeAzuread(sandbox.azuread)}`,
    "",
    "In another terminal, in this repository:",
    "",
    ...exports(sandbox),
    "  export PULUMI_BACKEND_URL=file://~ PULUMI_CONFIG_PASSPHRASE=sandbox",
    `  export GITPOD_TOKEN=${sandbox.gitpod.token}`,
    "  cp Pulumi.dev.yaml Pulumi.sandbox.yaml",
    "  pulumi stack select --create sandbox",
    ...configure,
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

/** The sandbox's environment as shell commands. Its PATH is added before the shell's. */
function exports(sandbox: Sandbox): string[] {
  const { PATH: _, ...variables } = sandbox.environment();
  const plugins = [...new Set([sandbox.azuread.folder, STAND_INS])].join(":");
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [`  export PATH="${plugins}:$PATH"`, ...settings.map((setting) => `  export ${setting}`)];
}

function formatEntry({ at, cloud, operation, status, fault, host, id }: JournalEntry): string {
  const time = new Date(at).toISOString().slice(11, 23);
  const subject = [host, id].filter((part) => part !== undefined).join(" ");
  const faultNote = fault === undefined ? "" : `  (${fault})`;
  return `${time}  ${cloud.padEnd(6)}  ${status ?? "cut"}  ${operation}${subject === "" ? "" : `  ${subject}`}${faultNote}`;
}

async function main(): Promise<void> {
  const ports = readPorts(process.argv.slice(2));
  if (ports === undefined) {
    console.log(HELP);
    return;
  }
  const sandbox = await start(ports);
  console.log(instructions(sandbox, ports));
  sandbox.journal.onEntry((entry) => console.log(formatEntry(entry)));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.close());
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
});
