import { execFile } from "node:child_process";
import { appendFile, copyFile, cp, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import packageJson from "../../package.json" with { type: "json" };
import { platformName } from "../../tools/package/archives.ts";
import { step, workflow } from "../ops/pipelines/support/github.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TAG = `v${packageJson.version}`;
const PLATFORM = platformName();
const run = promisify(execFile);

/** Scripts that cannot run in a test. */
const NOT_HERE: Readonly<Record<string, string>> = {
  "verify, Install packages": "the checkout has them",
  "plugin, Install packages": "the checkout has them",
  "plugin, Sign for macOS": "needs macOS and a certificate",
  "packages, Install packages": "the checkout has them",
  "packages, Package": "as in the job plugin, and SDKs, for which a CLI from Go modules has no language host",
  "packages, Build the Python package": "needs that SDK",
  "release, Release": "needs GitHub",
  "npm, Publish": "needs npm's registry",
};

let temporary: string;
const ran = new Set<string>();

/** What a script has printed, and how it ended. */
interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a script of the workflow as a runner on Linux does. */
async function runStep(job: string, name: string, { cwd = ROOT, tag = TAG, temp = temporary } = {}): Promise<Ended> {
  ran.add(`${job}, ${name}`);
  const { run: script = "" } = step("release", job, name);
  const env = { ...process.env, RUNNER_TEMP: temp, GITHUB_REF_NAME: tag, npm_config_update_notifier: "false" };
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  return run("bash", args, { cwd, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  );
}

/** An argument of an action, with its expressions evaluated. */
function argument(value: unknown): string {
  const values: Readonly<Record<string, string>> = {
    "runner.temp": temporary,
    "github.ref_name": TAG,
    "matrix.platform": PLATFORM,
  };
  return String(value).replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name) => {
    if (values[name] === undefined) throw new Error(`what is ${name}?`);
    return values[name];
  });
}

/** The files that a job uploads for the release: none of its patterns is without one. */
async function uploads(job: string): Promise<string[]> {
  const { steps = [] } = workflow("release").jobs[job] ?? {};
  const upload = steps.find(
    ({ uses, with: given }) => uses?.startsWith("actions/upload-artifact@") && /^release-/.test(String(given?.name)),
  );
  const made = (await readdir(join(temporary, "dist"))).map((name) => join(temporary, "dist", name));
  return argument(upload?.with?.path)
    .trim()
    .split("\n")
    .flatMap((pattern) => {
      const found = made.filter((file) => matchesGlob(file, pattern));
      expect([pattern, found.length]).toEqual([pattern, pattern.endsWith("*.tgz") ? 2 : 1]);
      return found;
    });
}

const succeeds = (text: string) => ({ code: 0, output: expect.stringContaining(text) });
const fails = (text: string) => ({ code: 1, output: expect.stringContaining(text) });

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-release-"));
});
afterAll(() => rm(temporary, { recursive: true }));

describe("the tag", () => {
  const verify = (tag = TAG) => runStep("verify", "Verify the tag", { cwd: join(temporary, "clone"), tag });
  const git = (...args: string[]) => run("git", args, { cwd: join(temporary, "clone") });

  beforeAll(async () => {
    const clone = join(temporary, "clone");
    await mkdir(clone);
    await cp(join(ROOT, "tools/release"), join(clone, "tools/release"), { recursive: true });
    await copyFile(join(ROOT, "package.json"), join(clone, "package.json"));
    const changelog = `# Changelog\n\n## [Unreleased]\n\n## [${packageJson.version}] - 2030-01-01\n\n### Added\n\n- This.\n\n## [0.0.1]\n\n- That.\n`;
    await writeFile(join(clone, "CHANGELOG.md"), changelog);
    await git("init", "--quiet");
    const author = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
    await git(...author, "commit", "--quiet", "--allow-empty", "--message", "Merged");
    await git("update-ref", "refs/remotes/origin/main", "HEAD");
    await git(...author, "commit", "--quiet", "--allow-empty", "--message", "Not merged");
    await git("checkout", "--quiet", "HEAD^");
  });

  test("is accepted if it is the version, has notes, and is on main", async () => {
    expect(await verify()).toEqual(succeeds(`${TAG} can be released.`));
  });

  test("is refused if it is another version, or a pre-release", async () => {
    expect(await verify("v77.0.0")).toEqual(fails(`package.json has the version ${packageJson.version}`));
    expect(await verify(`${TAG}-rc.1`)).toEqual(fails("is not v<major>.<minor>.<patch>"));
  });

  test("is refused if the commit is not on main", async () => {
    await git("checkout", "--quiet", "-");
    expect(await verify()).toEqual(fails("is not on main"));
    await git("checkout", "--quiet", "origin/main");
  });

  test("has the version's section of the changelog as its notes, and is refused without", async () => {
    const clone = join(temporary, "clone");
    expect(await runStep("release", "Write the notes", { cwd: clone })).toEqual({ code: 0, output: "" });
    expect(await readFile(join(temporary, "notes.md"), "utf8")).toBe("\n### Added\n\n- This.\n");
    await writeFile(join(clone, "CHANGELOG.md"), "# Changelog\n\n## [Unreleased]\n\n- This.\n");
    expect(await verify()).toEqual(fails(`no section "## [${packageJson.version}]"`));
  });
});

test("the schema fits the last release", async () => {
  expect(await runStep("verify", "Compare the schema with the last release")).toMatchObject({ code: 0 });
});

describe("the plugin for this machine", () => {
  test("is packaged, packed again after a signature, and passes its tests", async () => {
    expect(await runStep("plugin", "Package")).toMatchObject({ code: 0 });
    const executable = join(temporary, "dist/build/plugin/pulumi-resource-gitpod");
    // Like a signature, this changes the file and not what it does.
    await appendFile(executable, "signature");
    expect(await runStep("plugin", "Pack what was signed")).toMatchObject({ code: 0 });
    const { code, output } = await runStep("plugin", "Test what is in the archive");
    expect([code, output]).toEqual([0, expect.stringMatching(/^\d\d passed, 0 failed/m)]);
    const tested = await readFile(join(temporary, "dist/tested/pulumi-resource-gitpod"));
    expect(tested.subarray(-9).toString()).toBe("signature");
  }, 180_000);

  test("is refused if its tests fail", async () => {
    const temp = join(temporary, "broken");
    await mkdir(join(temp, "dist/build"), { recursive: true });
    await writeFile(join(temp, "dist/build/pulumi-resource-gitpod"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const archive = join(temp, "dist", `pulumi-resource-gitpod-${TAG}-${PLATFORM}.tar.gz`);
    await run("tar", ["-czf", archive, "-C", join(temp, "dist/build"), "."]);
    const { code, output } = await runStep("plugin", "Test what is in the archive", { temp });
    expect([code, output]).toEqual([1, expect.stringMatching(/^0 passed, \d+ failed/m)]);
  }, 120_000);
});

describe("the files of a release", () => {
  const release = () => join(temporary, "release");
  const other = () =>
    `pulumi-resource-gitpod-${TAG}-${PLATFORM === "windows-arm64" ? "linux-amd64" : "windows-arm64"}.tar.gz`;

  test("are all there", async () => {
    await mkdir(release());
    for (const file of [...(await uploads("plugin")), ...(await uploads("packages"))]) {
      await link(file, join(release(), basename(file)));
    }
    expect(await runStep("release", "Write the checksums")).toEqual(fails("linux-arm64.tar.gz: No such file"));
    const platforms = workflow("release").jobs.plugin?.strategy?.matrix.include ?? [];
    const archive = join(release(), `pulumi-resource-gitpod-${TAG}-${PLATFORM}.tar.gz`);
    for (const { platform = "" } of platforms) {
      if (platform !== PLATFORM) await link(archive, archive.replace(PLATFORM, platform));
    }
    expect(await runStep("release", "Write the checksums")).toEqual(succeeds(`${other()}: OK`));
  });

  test("fit their checksums, and are attested", async () => {
    const { stdout } = await run("sha256sum", ["--check", "SHA256SUMS"], { cwd: release() });
    const names = (await readdir(release())).filter((name) => name !== "SHA256SUMS");
    expect(stdout.trim().split("\n").sort()).toEqual(names.map((name) => `${name}: OK`).sort());
    const provenance = step("release", "release", "Attest where the files come from").with;
    expect(argument(provenance?.["subject-checksums"])).toBe(join(release(), "SHA256SUMS"));
    const contents = step("release", "release", "Attest what the plugin consists of").with;
    const plugins = names.filter((name) => matchesGlob(join(release(), name), argument(contents?.["subject-path"])));
    expect(plugins).toHaveLength(7);
    expect(JSON.parse(await readFile(argument(contents?.["sbom-path"]), "utf8"))).toMatchObject({
      bomFormat: "CycloneDX",
    });
  });
});

test("every script of the workflow has run, or cannot run in a test", () => {
  const all = Object.entries(workflow("release").jobs).flatMap(([job, { steps = [] }]) =>
    steps.flatMap(({ run: script, name }) => (script === undefined ? [] : [`${job}, ${name}`])),
  );
  expect([...ran, ...Object.keys(NOT_HERE)].sort()).toEqual(all.sort());
});
