import { mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { Command } from "commander";
import { findPulumi } from "../../cli/pulumi/find.ts";
import { runCommand } from "../../cli/shared/commandLine.ts";
import { type Progress, withProgress } from "../../cli/shared/terminal.ts";
import { pack, platformName, writeChecksums } from "./archives.ts";
import { makeNpmPackage } from "./npmPackage.ts";
import { ROOT } from "./places.ts";
import { makePlugin, makePortable } from "./plugin.ts";
import { readPackageJson, releaseOf } from "./release.ts";
import { writeSbom } from "./sbom.ts";
import { makeSdks, type Sdks } from "./sdks.ts";

const DIST = join(ROOT, "dist");

/** What was made, by its path. */
interface Made {
  readonly executable: string;
  readonly files: readonly string[];
  readonly sdks: Sdks;
}

const command = new Command("npm run package --")
  .description(
    "Makes what a release consists of, in dist/: the plugin as an executable for this machine and its archive, a portable archive " +
      "that needs a Node.js, the npm package of the components, SDKs for other languages, a CycloneDX SBOM and SHA256SUMS.",
  )
  .option("--no-sdks", "makes no SDKs, and needs no Pulumi CLI")
  .option("--json", "prints what was made as JSON", false)
  .helpOption("-h, --help", "print this")
  .addHelpText(
    "after",
    "\nAn SDK needs the host of its language, which comes with the regular Pulumi CLI. Others are skipped, with the reason.",
  )
  .action(async ({ sdks, json }: { sdks: boolean; json: boolean }) => {
    const made = await withProgress(process.stderr, "Packaging", (progress) => makeAll(sdks, progress));
    process.stdout.write(json ? `${JSON.stringify(made, null, 2)}\n` : listed(made));
  });

async function makeAll(withSdks: boolean, { detail }: Progress): Promise<Made> {
  const packageJson = await readPackageJson();
  const release = releaseOf(packageJson);
  const name = `pulumi-resource-${release.pulumi.name}-v${release.version}`;
  const [archive, portable, sbom] = [
    join(DIST, `${name}-${platformName()}.tar.gz`),
    // Pulumi's own name would make it the plugin of a platform.
    join(DIST, `portable-${name}-node.tar.gz`),
    join(DIST, `${name}-${platformName()}.cdx.json`),
  ];
  await rm(DIST, { recursive: true, force: true });
  await mkdir(DIST);
  detail("the executable");
  const { executable, packages } = await makePlugin(release, join(DIST, "build"));
  detail("the archives");
  await pack(join(executable, ".."), archive);
  await makePortable(release, join(DIST, "build/portable"));
  await pack(join(DIST, "build/portable"), portable);
  await writeSbom(release.name, packages, sbom);
  detail("the npm package");
  const npm = await makeNpmPackage(packageJson, release, join(DIST, "build/npm"), DIST);
  detail("SDKs");
  const sdks = withSdks ? await sdksOf(executable) : { made: [], skipped: {} };
  const sums = await writeChecksums(DIST);
  return { executable, files: [archive, portable, npm, sbom, sums], sdks };
}

async function sdksOf(executable: string): Promise<Sdks> {
  const { command } = await findPulumi();
  return makeSdks(command.command, executable, join(DIST, "sdk"));
}

function listed({ executable, files, sdks }: Made): string {
  const paths = [executable, ...files, ...sdks.made].map((path) => `${relative(ROOT, path)}\n`);
  const skipped = Object.entries(sdks.skipped).map(([language, reason]) => `no SDK for ${language}: ${reason}\n`);
  return [...paths, ...skipped].join("");
}

await runCommand(command, 2);
