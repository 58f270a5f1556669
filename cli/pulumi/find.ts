import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { cacheFolder } from "../../provider-kit/cacheFolder.ts";
import { type Output, startProgress } from "../shared/terminal.ts";
import { cachedRoot, fillCache } from "./cache.ts";
import { buildInto } from "./goBuild.ts";
import { installInto } from "./installer.ts";
import { type CliSource, type FoundCli, firstCli, Skipped } from "./sources.ts";
import { BUILT_VERSION, INSTALLED_VERSION, isAtLeast, MINIMUM_VERSION } from "./versions.ts";

const BUILD_LABEL = `Building the Pulumi CLI ${BUILT_VERSION} with Go (about five minutes, once)`;

/** The Pulumi CLI: on PATH, else cached, else installed, else built. Slow steps show their progress. */
export async function findPulumi(output: Output = process.stderr, cache: string = cacheFolder()): Promise<FoundCli> {
  const quick = [onPath(), cached([INSTALLED_VERSION, BUILT_VERSION], cache)];
  const slow = [installed(output, cache), built(output, cache)];
  const slowNames = new Set(slow.map(({ name }) => name));
  return firstCli([...quick, ...slow], (name, reason) => {
    if (slowNames.has(name)) output.write(`Pulumi CLI ${name}: ${reason}\n`);
  });
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

function installed(output: Output, cache: string): CliSource {
  return {
    name: "by Pulumi's installer",
    obtain: () =>
      withProgress(output, `Installing the Pulumi CLI ${INSTALLED_VERSION}`, () =>
        into(cache, INSTALLED_VERSION, output, (root) => installInto(root, INSTALLED_VERSION)),
      ),
  };
}

function built(output: Output, cache: string): CliSource {
  return {
    name: "built from Go modules",
    obtain: () =>
      withProgress(output, BUILD_LABEL, (detail) =>
        into(cache, BUILT_VERSION, output, (root) => buildInto(root, detail)),
      ),
  };
}

async function into(
  cache: string,
  version: string,
  output: Output,
  fill: (root: string) => Promise<void>,
): Promise<PulumiCommand> {
  const usable = (root: string) =>
    working(root).then(
      () => true,
      () => false,
    );
  const waiting = () => output.write("Another process is doing this already: waiting for it.\n");
  return working(await fillCache({ cache, version, usable, fill, waiting }));
}

async function working(root?: string): Promise<PulumiCommand> {
  try {
    return await PulumiCommand.get({ ...(root ? { root } : {}), skipVersionCheck: true });
  } catch {
    throw new Skipped("there is none, or it does not start");
  }
}

async function withProgress<T>(
  output: Output,
  label: string,
  work: (detail: (text: string) => void) => Promise<T>,
): Promise<T> {
  const progress = startProgress(output, label);
  try {
    return await work(progress.detail);
  } finally {
    progress.end();
  }
}
