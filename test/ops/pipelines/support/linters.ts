import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withLock } from "../../../../cli/pulumi/lock.ts";
import packageJson from "../../../../package.json" with { type: "json" };
import { cacheFolder } from "../../../../provider-kit/cacheFolder.ts";

const run = promisify(execFile);
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";
const REQUIREMENTS = fileURLToPath(new URL("../requirements.txt", import.meta.url));

/** A linter, and the program that it needs to run or install. */
export interface Linter {
  readonly name: string;
  readonly needs: "go" | "python3" | "shellcheck";
  /** Installs it if needed, and returns its executable. */
  obtain(): Promise<string>;
}

export const LINTERS = {
  actionlint: { name: "actionlint", needs: "go", obtain: () => fromGo("actionlint", ACTIONLINT) },
  zizmor: { name: "zizmor", needs: "python3", obtain: () => fromPython("zizmor") },
  checkJsonschema: { name: "check-jsonschema", needs: "python3", obtain: () => fromPython("check-jsonschema") },
  shellcheck: { name: "shellcheck", needs: "shellcheck", obtain: async () => "shellcheck" },
} as const satisfies Record<string, Linter>;

/**
 * Why a linter cannot run here, for the name of a skipped test; undefined if it can.
 *
 * @throws in CI, where every linter must run
 */
export function whyMissing({ name, needs }: Linter): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  if (folders.some((folder) => existsSync(join(folder, needs)))) return undefined;
  const reason = `${name} needs ${needs} on PATH`;
  if (process.env.CI === "true") throw new Error(`${reason}, which CI must have`);
  return reason;
}

/** Runs a linter. Returns its findings, or an empty string. */
export async function lint(linter: Linter, args: readonly string[], cwd: string): Promise<string> {
  const executable = await linter.obtain();
  const environment = { ...process.env, NO_COLOR: "1" };
  return run(executable, args, { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 }).then(
    () => "",
    ({ code, stdout, stderr }: { code: number | string; stdout: string; stderr: string }) =>
      `${linter.name} ended with ${code}:\n${stdout}${stderr}`,
  );
}

async function fromGo(name: string, module: string): Promise<string> {
  const folder = await installed(name, module, async (target) => {
    await run("go", ["install", module], { env: { ...process.env, GOBIN: target, GOWORK: "off", GOFLAGS: "" } });
  });
  return join(folder, name);
}

async function fromPython(name: string): Promise<string> {
  const folder = await installed("python-linters", readFileSync(REQUIREMENTS, "utf8"), async (target) => {
    await run("python3", ["-m", "venv", target]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", REQUIREMENTS];
    await run(join(target, "bin", "python"), pip);
  });
  return join(folder, "bin", name);
}

/** A folder in the user's cache, filled once even with concurrent runs. */
async function installed(name: string, what: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const cache = cacheFolder(packageJson.name);
  const folder = join(cache, `${name}-${createHash("sha256").update(what).digest("hex").slice(0, 12)}`);
  const complete = join(folder, "complete");
  if (existsSync(complete)) return folder;
  await mkdir(cache, { recursive: true });
  await withLock(
    `${folder}.lock`,
    () => undefined,
    async () => {
      if (existsSync(complete)) return;
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      await fill(folder);
      await writeFile(complete, "");
    },
  );
  return folder;
}
