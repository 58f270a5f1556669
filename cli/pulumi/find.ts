import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import packageJson from "../../package.json" with { type: "json" };
import { cacheFolder } from "../../provider-kit/cacheFolder.ts";
import { PACKAGED } from "../shared/packaged.ts";
import { type Output, withProgress } from "../shared/terminal.ts";
import { cachedRoot, fillCache } from "./cache.ts";
import { buildInto } from "./goBuild.ts";
import { installInto } from "./installer.ts";
import { type CliSource, type FoundCli, firstCli, Skipped } from "./sources.ts";
import { BUILT_VERSION, INSTALLED_VERSION, isAtLeast, MINIMUM_VERSION } from "./versions.ts";

type Fill = (root: string, detail: (text: string) => void) => Promise<void>;

/**
 * The Pulumi CLI: on PATH, else cached, else installed, else built. Slow steps show their progress. The npm package installs
 * none: who uses it deploys with a CLI of their own.
 */
export async function findPulumi(
  output: Output = process.stderr,
  cache: string = cacheFolder(packageJson.name),
): Promise<FoundCli> {
  const waiting = () => output.write("Another process is doing this already: waiting for it.\n");
  const filled = (name: string, label: string, version: string, fill: Fill): CliSource => ({
    name,
    obtain: () =>
      withProgress(output, label, async ({ detail }) =>
        working(await fillCache({ cache, version, usable, fill: (root) => fill(root, detail), waiting })),
      ),
  });
  const installing = `Installing the Pulumi CLI ${INSTALLED_VERSION}`;
  const building = `Building the Pulumi CLI ${BUILT_VERSION} with Go (about five minutes, once)`;
  const slow = [
    filled("by Pulumi's installer", installing, INSTALLED_VERSION, (root) => installInto(root, INSTALLED_VERSION)),
    filled("built from Go modules", building, BUILT_VERSION, buildInto),
  ];
  const slowNames = new Set(slow.map(({ name }) => name));
  const present = [onPath(), cached([INSTALLED_VERSION, BUILT_VERSION], cache)];
  return firstCli(PACKAGED ? present : [...present, ...slow], (name, reason) => {
    if (slowNames.has(name)) output.write(`Pulumi CLI ${name}: ${reason}\n`);
  });
}

/**
 * The Pulumi CLI on PATH, else in the cache. Installs nothing.
 *
 * @throws CliUnavailable
 */
export function findPresentPulumi(cache: string = cacheFolder(packageJson.name)): Promise<FoundCli> {
  return firstCli([onPath(), cached([INSTALLED_VERSION, BUILT_VERSION], cache)]);
}

function onPath(): CliSource {
  return {
    name: "on PATH",
    async obtain() {
      const command = await working();
      const version = String(command.version);
      if (!isAtLeast(version, MINIMUM_VERSION)) {
        throw new Skipped(`it is ${version}, this project needs ${MINIMUM_VERSION} or newer`);
      }
      return command;
    },
  };
}

function cached(versions: readonly string[], cache: string): CliSource {
  return {
    name: "in the cache",
    async obtain() {
      for (const version of versions) {
        const command = await working(cachedRoot(version, cache)).catch(() => undefined);
        if (command) return command;
      }
      throw new Skipped(`${cache} has none of ${versions.join(", ")}, or it does not start`);
    },
  };
}

function usable(root: string): Promise<boolean> {
  return working(root).then(
    () => true,
    () => false,
  );
}

async function working(root?: string): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get({ ...(root ? { root } : {}), skipVersionCheck: true });
  } catch {
    throw new Skipped("there is none, or it does not start");
  }
}
