import { connect } from "node:net";
import { PLATFORMS } from "../../platforms/index.ts";
import { hostOf, isLoopback } from "../../provider-kit/hosts.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { UsageError } from "../shared/commandLine.ts";
import { SANDBOX_COMMAND } from "../shared/packaged.ts";
import { fromEnvironment } from "../shared/providerSettings.ts";
import { type Flags, isGiven } from "./flags.ts";
import type { Environment, PlatformSetup } from "./platform.ts";
import { SETUPS, setupOf } from "./platforms.ts";
import { type Choice, choose, say } from "./prompts.ts";
import { AUTHORITY, type Config, keyOf, METADATA, providerSettings, TENANT, withTenant } from "./settings.ts";
import type { Target } from "./stack.ts";

const { entraPort, tenantId } = SANDBOX;
const USUAL_ENTRA = `localhost:${entraPort}`;
const VALUES = [
  ...Object.values(SETUPS).flatMap(({ sandbox: { host, token, place } }) => [host, token, place]),
  USUAL_ENTRA,
  tenantId,
];
/** Settings of which a flag says that another installation is meant. */
const ADDRESSES = [TENANT, ...PLATFORMS.map(({ address }) => keyOf(address.name))];
const TIME_LIMIT = 3_000;

/** Which of a stack's settings are those of `npm run sandbox`. */
export function sandboxKeys(config: Config): string[] {
  return Object.keys(config).filter((key) => VALUES.some((value) => config[key]?.includes(value)));
}

/** Whether a setup's platform is on this machine, as the sandbox's are. */
export function isOnThisMachine(config: Config): boolean {
  return isLoopback(hostOf(setupOf(config).apiAddress(config)) ?? "");
}

/** Whether a setup signs people in at an Entra on this machine. */
export function hasSandboxEntra(config: Config): boolean {
  return isLoopback(hostOf(config[AUTHORITY]) ?? "");
}

/** Whether this terminal has the environment with which Pulumi signs in to the sandbox. */
export function hasSandboxEnvironment({ ARM_METADATA_HOSTNAME = "" }: Environment): boolean {
  return isLoopback(ARM_METADATA_HOSTNAME);
}

/** The settings of the sandbox; what is there stays if it is on this machine. */
export function withSandbox(before: Config, setup: PlatformSetup, env: Environment): Config {
  const config = withSandboxEntra(setup.withSandbox(before), env);
  // In any other terminal the variable may hold a real token, which is not the sandbox's business.
  const given = hasSandboxEnvironment(env) && fromEnvironment(setup.token, providerSettings(config), env);
  return given ? { ...config, [keyOf(setup.token)]: given.value } : config;
}

function withSandboxEntra(config: Config, env: Environment): Config {
  if (hasSandboxEntra(config)) return config;
  const host = hasSandboxEnvironment(env) ? (env.ARM_METADATA_HOSTNAME as string) : USUAL_ENTRA;
  return withTenant({ ...config, [AUTHORITY]: `https://${host}`, [METADATA]: host }, tenantId);
}

/** Where a sandbox answers on its usual ports; undefined when none does. */
export async function findSandbox(setups = Object.values(SETUPS)): Promise<string | undefined> {
  const found = setups.map(async (setup) => {
    const config = setup.withSandbox({});
    const address = new URL(setup.apiAddress(config));
    if (!(await listens(Number(address.port)))) return [];
    const context = { signal: AbortSignal.timeout(TIME_LIMIT), status: () => undefined };
    return setup.open(config, context).then(
      () => [address.host],
      () => [],
    );
  });
  return (await Promise.all(found)).flat()[0];
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "localhost", timeout: TIME_LIMIT });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .on("connect", () => end(true))
      .on("error", () => end(false))
      .on("timeout", () => end(false));
  });
}

/** Offers a running sandbox for a new stack. */
export async function askSandbox({ isNew, before }: Target, flags: Flags, env: Environment): Promise<boolean> {
  const isOpen = isNew && Object.values(SETUPS).every(({ placeKey }) => !before[placeKey]);
  const isAddressed = ADDRESSES.some((key) => isGiven(key, flags));
  const { ARM_METADATA_HOSTNAME: entra = USUAL_ENTRA } = env;
  if (!isOpen || isAddressed || entra !== USUAL_ENTRA) return false;
  const host = await findSandbox();
  if (host === undefined) return false;
  const choices: Choice<"sandbox" | "real">[] = [
    { value: "sandbox", label: "The sandbox, to try everything without an account" },
    { value: "real", label: "A real installation" },
  ];
  return (await choose(`A sandbox runs on this machine (${host}). What is the stack for?`, choices)) === "sandbox";
}

/** An answer pointed at this machine: asks whether that is the sandbox, whose Entra is there too. */
export async function askSandboxEntra(config: Config, env: Environment): Promise<Config> {
  if (!isOnThisMachine(config) || hasSandboxEntra(config)) return config;
  const { displayName } = setupOf(config);
  const choices: Choice<"sandbox" | "real">[] = [
    { value: "sandbox", label: "Yes: people sign in to the sandbox's Entra" },
    { value: "real", label: "No: people sign in to Microsoft's Entra" },
  ];
  const question = `This ${displayName} is on this machine. Is it the sandbox (${SANDBOX_COMMAND})?`;
  if ((await choose(question, choices)) === "real") return config;
  const pointed = withSandboxEntra(config, env);
  say.info(`Using the sandbox's Entra at ${pointed[AUTHORITY]}.`);
  return pointed;
}

/** @throws UsageError where flags would sign the sandbox's people in at Microsoft's Entra, where no such tenant exists */
export function refuseHalfSandbox(config: Config): void {
  if (hasSandboxEntra(config) || !isOnThisMachine(config) || sandboxKeys(config).length === 0) return;
  throw new UsageError("these are settings of the sandbox: add --sandbox, which points the stack at its Entra too");
}

/** What does not fit together about a stack that has something of the sandbox. */
export function sandboxWarnings(config: Config, shortName: (key: string) => string): string[] {
  const [here, entra] = [isOnThisMachine(config), hasSandboxEntra(config)];
  if (here && entra) return [];
  const { displayName } = setupOf(config);
  if (here) {
    return [
      `This ${displayName} is on this machine, and people would sign in to Microsoft's Entra. For the sandbox, add --sandbox.`,
    ];
  }
  const keys = sandboxKeys(config);
  if (keys.length === 0) return [];
  return [
    `This stack has settings of the sandbox: ${keys.map(shortName).join(", ")}. ` +
      "For a real installation set up a stack of another name: npx gitpod-azure-devops setup --stack <name>",
  ];
}
