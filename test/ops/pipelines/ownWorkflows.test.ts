import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import packageJson from "../../../package.json" with { type: "json" };
import { OWN_WORKFLOWS, read } from "./support/files.ts";
import { type Job, OWN, workflow } from "./support/github.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const SCRIPTS = join(REPOSITORY, "tools/release");
const GUIDE = readFileSync(join(REPOSITORY, "docs/releasing.md"), "utf8");

const release = workflow("release").jobs;
const all = OWN.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([job, given]) => [`${job} of ${name}.yml`, given] as const),
);
const withSteps = all.filter(([, { steps }]) => steps !== undefined);

/** A job and those it waits for, directly or not. */
function needed(name: string): string[] {
  return [name, ...[release[name]?.needs ?? []].flat().flatMap(needed)];
}

describe("this project's own workflows", () => {
  test.each(OWN)("%s.yml has no permissions that a job does not name", (name) => {
    expect(workflow(name).permissions).toEqual({});
  });

  test.each(withSteps)("the job %s has a time limit, no git credentials, and no expressions in scripts", (_, job) => {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    for (const { uses, with: given, run = "" } of job.steps) {
      if (uses?.startsWith("actions/checkout@")) expect(given).toMatchObject({ "persist-credentials": false });
      expect(run).not.toContain("${{");
    }
  });

  test("a pull request gets no secret, and may only read", () => {
    const { on, jobs } = workflow("ci");
    expect(Object.keys(on)).toEqual(["pull_request", "push", "workflow_call"]);
    expect(read(`${OWN_WORKFLOWS}/ci.yml`)).not.toMatch(/secrets\.|vars\./);
    for (const { permissions } of Object.values(jobs)) expect(permissions).toEqual({ contents: "read" });
  });

  test("a copy of this repository runs none of them", () => {
    const here = `github.repository == '${new URL(packageJson.repository.url).pathname.slice(1).replace(".git", "")}'`;
    const first = all.filter(([, { needs }]) => needs === undefined);
    expect(first.length).toBeGreaterThan(2);
    for (const [, job] of first) expect(job.if).toBe(here);
  });
});

describe("a release", () => {
  const may = (permission: string, access = "write") =>
    Object.keys(release).filter((name) => release[name]?.permissions?.[permission] === access);

  test("is written by one job, and each job with an identity has an environment", () => {
    expect(may("contents")).toEqual(["release"]);
    expect(may("attestations")).toEqual(["release"]);
    expect(Object.fromEntries(may("id-token").map((name) => [name, release[name]?.environment]))).toEqual({
      plugin: "signing",
      release: "release",
      npm: "npm",
      pypi: "pypi",
    });
  });

  test("is published only after everything was checked, and a package only after the plugin that it names", () => {
    for (const name of ["npm", "pypi"]) expect(needed(name)).toEqual(expect.arrayContaining(["release", "plugin"]));
    expect(needed("release")).toEqual(expect.arrayContaining(["verify", "check", "plugin", "packages"]));
  });

  test("needs no stored token of a registry, and has secrets for signatures only", () => {
    const secrets = read(`${OWN_WORKFLOWS}/release.yml`).match(/secrets\.\w+/g);
    expect(new Set(secrets)).toEqual(
      new Set(["secrets.APPLE_CERTIFICATE", "secrets.APPLE_CERTIFICATE_PASSWORD", "secrets.APPLE_API_KEY"]),
    );
    const install = ({ run }: Job["steps"][number]) => run?.includes("npm ci");
    for (const name of ["release", "npm", "pypi"]) expect(release[name]?.steps.some(install)).toBe(false);
  });

  test("has each platform once, on a machine of that platform", () => {
    const platforms = release.plugin?.strategy?.matrix.include ?? [];
    expect(platforms.map(({ platform }) => platform)).toEqual(
      ["linux", "darwin", "windows"].flatMap((system) => [`${system}-amd64`, `${system}-arm64`]),
    );
    const systems: Readonly<Record<string, RegExp>> = { linux: /^ubuntu-/, darwin: /^macos-/, windows: /^windows-/ };
    for (const { platform = "", runner = "" } of platforms) {
      const [system = "", processor] = platform.split("-");
      expect(runner).toMatch(systems[system] ?? /$^/);
      // GitHub's Macs have ARM processors unless the name says otherwise.
      const arm = system === "darwin" ? !runner.endsWith("-intel") : runner.endsWith("-arm");
      expect(arm).toBe(processor === "arm64");
    }
  });

  test("is signed on a platform only if there is an identity for it", () => {
    const signing = release.plugin?.steps.filter((step) => JSON.stringify(step).includes("vars.")) ?? [];
    expect(signing.map((step) => step.if)).toEqual([
      "runner.os == 'macOS' && vars.APPLE_SIGNING_IDENTITY != ''",
      "runner.os == 'Windows' && vars.AZURE_SIGNING_ACCOUNT != ''",
      "runner.os == 'Windows' && vars.AZURE_SIGNING_ACCOUNT != ''",
    ]);
  });

  test("has executable scripts", () => {
    for (const name of readdirSync(SCRIPTS).filter((each) => each.endsWith(".sh"))) {
      expect([name, statSync(join(SCRIPTS, name)).mode & 0o111]).toEqual([name, 0o111]);
    }
  });
});

test("docs/releasing.md names every environment, variable and secret", () => {
  const text = read(`${OWN_WORKFLOWS}/release.yml`);
  const names = [...text.matchAll(/(?:vars|secrets)\.(\w+)|environment: (\w+)/g)].map(([, ...found]) => found.join(""));
  expect(new Set(names).size).toBeGreaterThan(10);
  for (const name of new Set(names)) expect(GUIDE).toContain(`| \`${name}\``);
});
