import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Pulumi's own plugin, or the sandbox's stand-in for it. */
export type AzureadKind = "real" | "stand-in";

/** The azuread plugin that a deployment against the sandbox uses. */
export interface AzureadPlugin {
  readonly kind: AzureadKind;
  /** Has the executable `pulumi-resource-azuread`. */
  readonly folder: string;
  readonly version: string;
}

/** Folder of the stand-ins for Pulumi's plugins. */
export const STAND_INS = fileURLToPath(new URL("bin", import.meta.url));

const EXECUTABLE = "pulumi-resource-azuread";
const SDK = createRequire(import.meta.url)("@pulumi/azuread/package.json") as { readonly version: string };
/** The SDK's version, which is the plugin version that the engine installs. */
export const AZUREAD_VERSION = SDK.version;
/** Platforms on which Go reads the trusted authorities from `SSL_CERT_FILE` (crypto/x509). */
const PLATFORMS: ReadonlySet<NodeJS.Platform> = new Set(["linux", "freebsd", "openbsd"]);

const run = promisify(execFile);
/** Milliseconds in which a plugin says its version. */
const LIMIT = 5_000;

/** Why the real plugin cannot be used on this platform; undefined if it can. */
export function realPluginProblem(platform: NodeJS.Platform = process.platform): string | undefined {
  if (PLATFORMS.has(platform)) return undefined;
  return `the real azuread plugin cannot be used with the sandbox on ${platform}: Go trusts only the system's authorities there, and the sandbox's is not one of them`;
}

/** Parses the value of an option or environment variable. */
export function azureadKind(name: string, text: string | undefined): AzureadKind | undefined {
  if (text === undefined || text === "") return undefined;
  if (text === "real" || text === "stand-in") return text;
  throw new Error(`${name} must be real or stand-in, not "${text}"`);
}

/** The real plugin if this machine has it, else the stand-in. Throws if the real one is wanted and missing. */
export async function findAzureadPlugin(
  wanted: AzureadKind | undefined = azureadKind("AZUREAD", process.env.AZUREAD),
): Promise<AzureadPlugin> {
  const standIn = { kind: "stand-in", folder: STAND_INS, version: AZUREAD_VERSION } as const;
  if (wanted === "stand-in") return standIn;
  const problem = realPluginProblem();
  if (wanted === "real" && problem !== undefined) throw new Error(problem);
  const real = problem === undefined ? await findReal() : undefined;
  if (real === undefined && wanted === "real") {
    throw new Error(
      `this machine has no ${EXECUTABLE}: run pulumi plugin install resource azuread ${AZUREAD_VERSION}, or put it on PATH`,
    );
  }
  return real ?? standIn;
}

/** On PATH in any version, as for the engine, else in Pulumi's home in the SDK's version. */
async function findReal(): Promise<AzureadPlugin | undefined> {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const home = process.env.PULUMI_HOME || join(homedir(), ".pulumi");
  const installed = join(home, "plugins", `resource-azuread-v${AZUREAD_VERSION}`);
  for (const folder of [...onPath, installed]) {
    if (relative(STAND_INS, folder) === "") continue;
    const version = await versionOf(join(folder, EXECUTABLE));
    if (version !== undefined) return { kind: "real", folder, version };
  }
  return undefined;
}

/** Undefined for the stand-in of another clone, which takes no such argument and serves. */
async function versionOf(executable: string): Promise<string | undefined> {
  try {
    await access(executable, constants.X_OK);
    const { stdout } = await run(executable, ["--version"], { timeout: LIMIT });
    return /^v?(\d+\.\d+\.\d\S*)\s*$/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

export function describeAzuread({ kind, version }: AzureadPlugin): string {
  return kind === "real" ? `Pulumi's azuread plugin ${version}` : "the sandbox's stand-in for Pulumi's azuread plugin";
}
