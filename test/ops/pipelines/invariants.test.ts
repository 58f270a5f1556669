import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { INSTALLED_VERSION } from "../../../cli/pulumi/versions.ts";
import { OWN_WORKFLOWS, PIPELINES, read, yamlFiles } from "./support/files.ts";
import { type Job, step, WORKFLOWS, workflow } from "./support/github.ts";
import { scriptsIn } from "./support/scripts.ts";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const ALL = ["github", "azure", "gitlab"].flatMap(yamlFiles);
const ACTIONS = ["github", OWN_WORKFLOWS].flatMap(yamlFiles);
const SECRET = /GITPOD_TOKEN|ONA_TOKEN|PULUMI_ACCESS_TOKEN|secrets\./;
/** The token of each platform. A stack needs that of its own. */
const TOKENS = ["GITPOD_TOKEN", "ONA_TOKEN"];

describe("what no linter checks", () => {
  test.each(ACTIONS)("%s pins actions to a commit, with the version in a comment", (file) => {
    const uses = read(file).match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/^uses: (\.\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  test("an action has the same hash everywhere", () => {
    const pins = ACTIONS.flatMap((file) => [...read(file).matchAll(/uses: (\S+)@(\S+) # (\S+)/g)]);
    const hashes = new Map<string, Set<string>>();
    for (const [, action = "", hash = "", version] of pins) {
      hashes.set(action, (hashes.get(action) ?? new Set()).add(`${hash} ${version}`));
    }
    for (const [action, found] of hashes) expect([action, [...found]]).toEqual([action, [expect.anything()]]);
  });

  test.each([...ALL, ...yamlFiles(OWN_WORKFLOWS)])("%s installs the CLI in the SDK's version", (file) => {
    for (const [, version] of read(file).matchAll(/(?:pulumi-version|versionSpec): (\d+\.\d+\.\d+)/g)) {
      expect(version).toBe(INSTALLED_VERSION);
    }
  });

  test("the commands are the same in all systems", () => {
    const commands = (folder: string) => {
      const texts = scriptsIn(folder).map(({ text }) => text);
      const found = texts.flatMap((text) => text.match(/ops\/pipelines\/(?:run|check)\.sh(?: [a-z]+)+/g) ?? []);
      return [...new Set(found.filter((command) => !command.endsWith(" plan")))].sort();
    };
    expect(commands("github")).toEqual([
      "ops/pipelines/check.sh check",
      "ops/pipelines/run.sh preview preview",
      "ops/pipelines/run.sh up deployment",
    ]);
    expect(commands("azure")).toEqual(commands("github"));
    expect(commands("gitlab")).toEqual(commands("github"));
  });

  test.each(["github", "azure"])("each step of %s that has one platform's token has the other's too", (system) => {
    const [gitpod = [], ona = []] = TOKENS.map((name) =>
      yamlFiles(system).flatMap((file) =>
        [...read(file).matchAll(new RegExp(`^ *${name}: .*$`, "gm"))].map(([line]) => [
          file,
          line.replaceAll(name, ""),
        ]),
      ),
    );
    expect(gitpod.length).toBeGreaterThan(2);
    expect(ona).toEqual(gitpod);
  });

  test.each(["run.sh", "check.sh", "github/protect.sh", "azure/protect.sh", "gitlab/protect.sh"])(
    "%s is executable",
    (name) => {
      expect(statSync(join(PIPELINES, name)).mode & 0o111).toBe(0o111);
    },
  );

  test("each comment is written through the agent's proxy", () => {
    const files = ALL.filter((file) => read(file).includes("comment/main.ts"));
    expect(files).toHaveLength(4);
    for (const file of files) expect(read(file)).toContain('NODE_USE_ENV_PROXY: "1"');
  });

  test("each file that a pipeline names exists", () => {
    const files = ALL.flatMap((file) => read(file).match(/(?:docs\/|ops\/)?\bpipelines\/[\w./-]+/g) ?? []);
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect([file, existsSync(join(REPOSITORY, file))]).toEqual([file, true]);
  });
});

describe("GitHub Actions", () => {
  const jobs = WORKFLOWS.flatMap((name) =>
    Object.entries(workflow(name).jobs).map(([job, given]) => [`${job} of ${name}.yml`, given] as const),
  );

  test.each(WORKFLOWS)("%s.yml has no permissions, and runs once at a time for a stack", (name) => {
    const { permissions, concurrency } = workflow(name);
    expect(permissions).toEqual({});
    expect(concurrency?.group).toMatch(/\$\{\{ vars\.PULUMI_STACK \}\}/);
    expect(concurrency?.["cancel-in-progress"]).toBe(name === "preview");
  });

  test("a deployment and a check of one stack wait for each other", () => {
    expect(workflow("deploy").concurrency?.group).toBe(workflow("nightly").concurrency?.group);
  });

  test.each(jobs)("the job %s sets permissions and a timeout, and keeps no git credentials", (_, job: Job) => {
    expect(Object.keys(job.permissions ?? {}).length).toBeGreaterThan(0);
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    const checkouts = job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ "persist-credentials": false });
  });

  test.each(jobs)(
    "the job %s has an environment if it signs in, so that other branches cannot sign in",
    (_, job: Job) => {
      const signsIn = job.permissions?.["id-token"] === "write";
      expect(job.environment !== undefined).toBe(signsIn);
      // A job that can sign in must not be able to write to the repository.
      if (signsIn) expect(job.permissions).toEqual({ contents: "read", "id-token": "write" });
    },
  );

  test.each(jobs)("the job %s has no expressions in scripts", (_, job: Job) => {
    for (const { run = "" } of job.steps) expect(run).not.toContain("${{");
  });

  test("a pull request gets no secret, and one from a fork no credentials", () => {
    const { on, jobs: given } = workflow("preview");
    expect(Object.keys(on)).toEqual(["pull_request"]);
    expect(read("github/preview.yml")).not.toMatch(SECRET);
    expect(given.preview?.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
    expect(given.comment?.permissions).toEqual({ contents: "read", "pull-requests": "write" });
    expect(JSON.stringify(given.comment?.steps)).not.toContain("pull_request.head");
  });

  // D2
  test("artifacts of other jobs are downloaded outside the checkout", () => {
    const downloads = jobs.flatMap(([, job]) => job.steps.filter(({ uses }) => uses?.includes("download-artifact@")));
    expect(downloads).toHaveLength(2);
    for (const { with: given } of downloads) expect(given?.path).toMatch(/^\$\{\{ runner\.temp \}\}\/\w+$/);
  });

  // D3
  test("a job's token for Pulumi Cloud has only the permissions of its environment's team", () => {
    const text = read("github/setup/action.yml");
    expect(text).toContain("requested-token-type: urn:pulumi:token-type:access_token:team\n");
    expect(text).toMatch(/scope: team:\$\{\{ env\.PULUMI_TEAM \}\}\n/);
    for (const [, { env, environment }] of jobs.filter(([, job]) => job.environment !== undefined)) {
      expect([environment, env?.PULUMI_TEAM]).toEqual([
        environment,
        expect.stringMatching(/^\$\{\{ vars\.PULUMI_TEAM \}\}$/),
      ]);
    }
  });

  // D6: the token for the sign-in to Azure expires after five minutes, Azure's own after an hour.
  test("the sign-in to Azure comes after all slow steps", () => {
    const uses = read("github/setup/action.yml").match(/(?<=- )(uses|run|if): .*|(?<=uses: )\S+@/g) ?? [];
    const login = uses.findIndex((use) => use.includes("azure/login@"));
    expect(login).toBeGreaterThan(uses.findIndex((use) => use.includes("npm ci")));
    expect(login).toBeGreaterThan(uses.findIndex((use) => use.includes("pulumi/actions@")));
  });

  // D11
  test("a deployment with a refresh is planned with a refresh", () => {
    for (const [job, title] of [
      ["plan", "Preview"],
      ["up", "Up"],
    ] as const) {
      const { run, env } = step("deploy", job, title);
      expect(run).toContain(' --refresh="$REFRESH"');
      expect(env?.REFRESH).toMatch(/^\$\{\{ inputs\.refresh \|\| false \}\}$/);
    }
  });

  test("only environments of the main branch have the token of a platform", () => {
    const withToken = jobs.filter(([, job]) => SECRET.test(JSON.stringify(job))).map(([, job]) => job.environment);
    expect(withToken.sort()).toEqual(["checks", "checks", "production"]);
    const { env } = step("deploy", "plan", "Preview");
    for (const name of TOKENS) expect(env?.[name]).toMatch(/^\$\{\{ inputs\.refresh && /);
  });
});

describe("the guides", () => {
  const docs = join(REPOSITORY, "docs");
  const pages = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^(pipelines|bootstrap).*\.md$/.test(name),
  );

  test.each(pages)("%s trusts no whole repository", (page) => {
    const subjects = readFileSync(join(docs, page), "utf8").match(/repo:[^\s`"'|]+/g) ?? [];
    for (const subject of subjects) expect(subject).toMatch(/:environment:[\w<>-]+$/);
  });

  test.each(["github-actions", "azure-pipelines", "gitlab-ci"])(
    "pipelines/%s.md lists each variable in its table",
    (page) => {
      const folder = { "github-actions": "github", "azure-pipelines": "azure", "gitlab-ci": "gitlab" }[page] ?? "";
      const text = readFileSync(join(docs, "pipelines", `${page}.md`), "utf8");
      const used = yamlFiles(folder).flatMap((file) =>
        [...read(file).matchAll(VARIABLES[folder] ?? /$^/g)].map(([, name]) => name),
      );
      expect(used.length).toBeGreaterThan(3);
      for (const name of new Set([...used, ...TOKENS])) expect(text).toContain(`| \`${name}\``);
    },
  );
});

/** Variables that users have to set, in each system's files. */
const VARIABLES: Readonly<Record<string, RegExp>> = {
  github: /(?:vars|secrets)\.(\w+)/g,
  azure: /\$\((GITPOD_TOKEN|ONA_TOKEN|PULUMI_\w+)\)/g,
  gitlab: /\$\{?(AZURE_CLIENT_ID|AZURE_TENANT_ID|PULUMI_STACK|SCHEDULE|REFRESH)\b/g,
};
