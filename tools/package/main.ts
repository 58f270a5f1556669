import { mkdir, readdir, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { findPulumi } from "../../cli/pulumi/find.ts";
import { runCommand, UsageError } from "../../cli/shared/commandLine.ts";
import { type Progress, withProgress } from "../../cli/shared/terminal.ts";
import { pack, platformName, writeChecksums } from "./archives.ts";
import { makeKit } from "./kit.ts";
import { makeNpmPackage } from "./npmPackage.ts";
import { ROOT } from "./places.ts";
import { makePlugin, makePortable } from "./plugin.ts";
import { type Release, readPackageJson, releaseOf } from "./release.ts";
import { writeSbom } from "./sbom.ts";
import { makeSdks, type Sdks } from "./sdks.ts";

const DIST = join(ROOT, "dist");

/** What was made, by its path. */
interface Made {
  readonly executable: string;
  readonly files: readonly string[];
  readonly sdks: Sdks;
}

interface Options {
  readonly out: string;
  readonly sdks: boolean;
  readonly repack: boolean;
  readonly json: boolean;
}

const command = new Command("npm run package --")
  .description(
    "Makes what a release consists of: the plugin as an executable for this machine and its archive, a portable archive " +
      "that needs a Node.js, the npm packages of the components and of provider-kit, SDKs for other languages, a CycloneDX SBOM " +
      "and SHA256SUMS.",
  )
  .option("--out <folder>", "a new or empty folder for it", DIST)
  .option("--no-sdks", "makes no SDKs, and needs no Pulumi CLI")
  .option("--repack", "only packs the executable in the folder again, because it was signed since", false)
  .option("--json", "prints what was made as JSON", false)
  .helpOption("-h, --help", "print this")
  .addHelpText(
    "after",
    "\nAn SDK needs the host of its language, which comes with the regular Pulumi CLI. Others are skipped, with the reason.",
  )
  .action(async ({ out, sdks, repack, json }: Options) => {
    if (repack) return repackPlugin(resolve(out));
    const made = await withProgress(process.stderr, "Packaging", (progress) => makeAll(resolve(out), sdks, progress));
    process.stdout.write(json ? `${JSON.stringify(made, null, 2)}\n` : listed(made));
  });

async function makeAll(folder: string, withSdks: boolean, { detail }: Progress): Promise<Made> {
  const packageJson = await readPackageJson();
  const release = releaseOf(packageJson);
  const { archive, portable, sbom } = pathsIn(folder, release);
  await emptied(folder);
  detail("the executable");
  const { executable, packages } = await makePlugin(release, join(folder, "build"));
  detail("the archives");
  await pack(join(executable, ".."), archive);
  await makePortable(release, join(folder, "build/portable"));
  await pack(join(folder, "build/portable"), portable);
  await writeSbom(release.name, packages, sbom);
  detail("the npm packages");
  const npm = await makeNpmPackage(packageJson, release, join(folder, "build/npm"), folder);
  const kit = await makeKit(packageJson, join(folder, "build/kit"), folder);
  detail("SDKs");
  const sdks = withSdks ? await sdksOf(executable, folder) : { made: [], skipped: {} };
  const sums = await writeChecksums(folder);
  return { executable, files: [archive, portable, npm, kit, sbom, sums], sdks };
}

async function repackPlugin(folder: string): Promise<void> {
  const { archive } = pathsIn(folder, releaseOf(await readPackageJson()));
  await pack(join(folder, "build/plugin"), archive);
  await writeChecksums(folder);
}

function pathsIn(folder: string, { version, pulumi }: Release) {
  const name = `pulumi-resource-${pulumi.name}-v${version}`;
  return {
    archive: join(folder, `${name}-${platformName()}.tar.gz`),
    // Pulumi's own name would make it the plugin of a platform.
    portable: join(folder, `portable-${name}-node.tar.gz`),
    sbom: join(folder, `${name}.cdx.json`),
  };
}

/** Nothing is deleted but what an earlier run has made. */
async function emptied(folder: string): Promise<void> {
  if (folder === DIST) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new UsageError(`${folder} is not empty: name a new folder with --out`);
}

async function sdksOf(executable: string, folder: string): Promise<Sdks> {
  const { command } = await findPulumi();
  return makeSdks(command.command, executable, join(folder, "sdk"));
}

function listed({ executable, files, sdks }: Made): string {
  const paths = [executable, ...files, ...sdks.made].map((path) => `${relative(process.cwd(), path)}\n`);
  const skipped = Object.entries(sdks.skipped).map(([language, reason]) => `no SDK for ${language}: ${reason}\n`);
  return [...paths, ...skipped].join("");
}

await runCommand(command);
