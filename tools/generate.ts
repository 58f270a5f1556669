/**
 * Writes what is generated: Pulumi.yaml's settings, the README's table of settings, and the code for Gitpod's API out of
 * its protobuf definition. With --check writes nothing, and fails naming each file that is stale.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import type { SettingDescription } from "../stack/settingsReader.ts";
import { describeSettings, NAMESPACE } from "../stack/settingsSchema.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PROTOBUF_OUT = join(ROOT, "provider/classic/gen");

/** A file, and what should stand in it; undefined when it should not be there. */
interface Artifact {
  readonly path: string;
  readonly content: string | undefined;
}

const check = process.argv.includes("--check");
const artifacts = [
  ...region("Pulumi.yaml", "  # settings:start", "  # settings:end", pulumiConfig(describeSettings())),
  ...region("README.md", "<!-- settings:start -->", "<!-- settings:end -->", settingsTable(describeSettings())),
  ...protobufCode(),
];
const stale = artifacts.filter(({ path, content }) => readText(path) !== content);
if (!check) stale.forEach(write);
for (const { path } of stale) {
  console.log(check ? `${relative(ROOT, path)} is stale: run node tools/generate.ts` : `wrote ${relative(ROOT, path)}`);
}
if (check && stale.length > 0) process.exitCode = 1;

/** The file with new text between two marker lines; none when the file does not exist. */
function region(file: string, start: string, end: string, text: string): Artifact[] {
  const path = join(ROOT, file);
  const before = readText(path);
  if (before === undefined) return [];
  const from = before.indexOf(`${start}\n`);
  const to = before.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no lines "${start.trim()}" and "${end.trim()}"`);
  return [{ path, content: `${before.slice(0, from)}${start}\n${text}${before.slice(to)}` }];
}

/** The engine demands a declared setting that has no default, before our better message can be given: hence `""`. */
function pulumiConfig(settings: readonly SettingDescription[]): string {
  return settings
    .map(({ name, type, description, default: preset }) => {
      // The engine knows no maps, and would refuse the empty default of a typed number.
      const untyped = type === "object" || (type === "integer" && preset === undefined);
      const types = untyped ? [] : [`    type: ${type}`];
      const items = type === "array" ? ["    items: { type: string }"] : [];
      const rest = [`    description: ${JSON.stringify(description)}`, `    default: ${JSON.stringify(preset ?? "")}`];
      return [`  ${name}:`, ...types, ...items, ...rest, ""].join("\n");
    })
    .join("");
}

function settingsTable(settings: readonly SettingDescription[]): string {
  const rows = settings.map(({ name, type, description, default: preset, required }) => {
    const shown = Array.isArray(preset) ? preset.join(", ") : String(preset ?? "");
    const fallback = required ? "**required**" : shown === "" ? "" : `\`${shown}\``;
    return `| \`${NAMESPACE}:${name}\` | ${type} | ${fallback} | ${description.replaceAll("|", "\\|")} |\n`;
  });
  return `| Setting | Type | Default | Meaning |\n|---|---|---|---|\n${rows.join("")}`;
}

function protobufCode(): Artifact[] {
  const scratch = mkdtempSync(join(tmpdir(), "generate-"));
  try {
    const bin = join(ROOT, "node_modules/.bin");
    for (const file of ["buf.yaml", "buf.gen.yaml", "proto"]) {
      cpSync(join(ROOT, file), join(scratch, file), { recursive: true });
    }
    execFileSync(join(bin, "buf"), ["generate"], {
      cwd: scratch,
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    const made = join(scratch, relative(ROOT, PROTOBUF_OUT));
    const names = new Set([PROTOBUF_OUT, made].flatMap((cwd) => globSync("**/*.{js,ts}", { cwd })));
    return [...names].map((name) => ({ path: join(PROTOBUF_OUT, name), content: readText(join(made, name)) }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function write({ path, content }: Artifact): void {
  if (content === undefined) {
    rmSync(path);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
