/** Compares package schemas, for a release: nothing that programs use may go away. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { runCommand, UsageError } from "../cli/shared/commandLine.ts";
import type { PackageSchema } from "../provider-kit/packageSchema.ts";
import { incompatibilities } from "./schema/incompatibilities.ts";
import { isShallow, lastRelease, SCHEMA_FILE } from "./schema/lastRelease.ts";

const ROOT = join(import.meta.dirname, "..");

const program = new Command("node tools/schema.ts").description("Compares versions of the plugin's package schema.");
program
  .command("compare")
  .description(
    "Fails if programs written for the old schema would break with the new one: a resource, function or property that is gone, " +
      "another type, an input that has become required, an output that is no longer secret. A new major version may break them.",
  )
  .argument(
    "[old]",
    "file with the old schema (default: that of the newest tag v<major>.<minor>.<patch> before this commit)",
  )
  .argument("[new]", "file with the new schema", join(ROOT, SCHEMA_FILE))
  .action((old: string | undefined, now: string) => compare(old, now));
await runCommand(program);

function compare(oldFile: string | undefined, newFile: string): void {
  const release = oldFile === undefined ? lastRelease(ROOT) : undefined;
  const old = oldFile === undefined ? release?.schema : read(oldFile);
  if (old === undefined) {
    if (release === undefined && isShallow(ROOT)) {
      throw new UsageError(
        "this is a shallow clone, which may lack the tags: fetch them with `git fetch --unshallow --tags`",
      );
    }
    console.log(
      release ? `${release.tag} has no ${SCHEMA_FILE}: nothing to compare` : "no release yet: nothing to compare",
    );
    return;
  }
  const now = read(newFile);
  const changes = incompatibilities(old, now);
  const name = release?.tag ?? oldFile;
  if (changes.length === 0) {
    console.log(`compatible with ${name}`);
    return;
  }
  console.log(`${changes.length} incompatible with ${name}:\n${changes.map((change) => `- ${change}`).join("\n")}`);
  if (majorOf(now) > majorOf(old)) console.log(`Version ${now.version} may break what ${old.version} promised.`);
  else process.exitCode = 1;
}

function read(file: string): PackageSchema {
  return JSON.parse(readFileSync(file, "utf8"));
}

function majorOf({ version }: PackageSchema): number {
  return Number(String(version).split(".")[0]);
}
