import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { PIPELINES } from "./support/files.ts";

/** A fake CLI: records its arguments and input, and responds with a `case` over the arguments. */
const cli = (answers: string) => `#!/bin/sh
{ printf '%s' "$*" | tr '\\n' ' '; case "$*" in *"--input -"*) printf ' <- '; tr '\\n' ' ' ;; esac; echo; } >>calls
case "$*" in
${answers}
esac
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-protect-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(system: string, name: string, answers: string, ...args: string[]) {
  await writeFile(join(folder, name), cli(answers));
  await chmod(join(folder, name), 0o755);
  const env = { PATH: [folder, process.env.PATH ?? ""].join(delimiter) };
  const ended = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(join(PIPELINES, system, "protect.sh"), args, { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
  const calls = (await readFile(join(folder, "calls"), "utf8").catch(() => "")).trimEnd().split("\n");
  return { ...ended, calls };
}

// D8: the guides' commands create everything that needs protection.
describe("on GitHub", () => {
  const github = (answers: string, ...args: string[]) => run("github", "gh", answers, ...args);
  const main = "*branches/main*) echo true ;;";

  test("only the main branch may use the environments with the Gitpod token", async () => {
    const { code, calls, stderr } = await github(main);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const environment of ["production", "checks"]) {
      const url = `repos/{owner}/{repo}/environments/${environment}`;
      const made = calls.findIndex((call) => call.startsWith(`api --silent --method PUT ${url} --input -`));
      expect(JSON.parse(calls[made]?.split(" <- ")[1] ?? "")).toEqual({
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      });
      expect(calls.slice(made)).toContain(
        `api --silent --method POST ${url}/deployment-branch-policies -f name=main -f type=branch`,
      );
    }
  });

  test("it can be run again", async () => {
    const { code, calls } = await github(`${main}\n*deployment-branch-policies*) echo main ;;`);
    expect(code).toBe(0);
    expect(calls.filter((call) => call.includes("POST"))).toEqual([]);
  });

  test.each([
    ["an unprotected branch", "*branches/main*) echo false ;;", "the branch main is not protected"],
    ["another branch that may deploy", `${main}\n*deployment-branch-policies*) echo main; echo 'x/*' ;;`, "x/*\n"],
  ])("it fails for %s", async (_, answers, message) => {
    const { code, stderr } = await github(answers);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe("on GitLab", () => {
  test("only maintainers may deploy, and tokens say that their environment is protected", async () => {
    const { code, calls } = await run("gitlab", "glab", "*PUT*) ;;");
    expect(code).toBe(0);
    const sent = calls.filter((call) => call.includes(" <- ")).map((call) => call.split(" <- "));
    expect(sent.map(([, body]) => JSON.parse(body ?? ""))).toEqual([
      { name: "production", deploy_access_levels: [{ access_level: 40 }] },
      { name: "checks", deploy_access_levels: [{ access_level: 40 }] },
      {
        ci_id_token_sub_claim_components: [
          "project_path",
          "ref_type",
          "ref",
          "environment_protected",
          "deployment_tier",
        ],
        ci_separated_caches: true,
        ci_allow_fork_pipelines_to_run_in_parent_project: false,
      },
    ]);
  });

  test("it can be run again", async () => {
    const both = `*per_page*) echo '[{"name":"production","id":1},{"name":"checks"}]' ;;`;
    const { code, calls } = await run("gitlab", "glab", both);
    expect(code).toBe(0);
    expect(calls.filter((call) => call.includes("POST"))).toEqual([]);
  });
});

describe("on Azure DevOps", () => {
  const azure = (answers: string) => run("azure", "az", answers, "acme", "infra");
  const ids = [
    "*environments?name*) ;;",
    "*POST*/environments?*) echo 7 ;;",
    "*endpointNames=gitpod-production*) echo 8 ;;",
    "*groupName=gitpod-azure-devops-production*) echo 9 ;;",
    "*groupName=gitpod-azure-devops-checks*) echo 10 ;;",
  ].join("\n");

  test("only the protected main branch may use the environment, the connection and the secrets", async () => {
    const { code, calls, stderr } = await azure(ids);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const checks = calls
      .filter((call) => call.includes("--method POST") && call.includes("checks/configurations"))
      .map((call) => JSON.parse(/--body (.*) --query/.exec(call)?.[1] ?? ""));
    const inputs = {
      allowedBranches: "refs/heads/main",
      ensureProtectionOfBranch: "true",
      allowUnknownStatusBranch: "false",
    };
    expect(checks.map(({ type, resource, settings }) => [type.name, resource, settings.inputs])).toEqual([
      ["Task Check", { type: "environment", id: "7" }, inputs],
      ["ExclusiveLock", { type: "environment", id: "7" }, undefined],
      ["Task Check", { type: "endpoint", id: "8" }, inputs],
      ["Task Check", { type: "variablegroup", id: "9" }, inputs],
      ["Task Check", { type: "variablegroup", id: "10" }, inputs],
    ]);
  });

  test("it can be run again", async () => {
    const there = ["*allowedBranches*) echo refs/heads/main ;;", "*ExclusiveLock*) echo 3 ;;", "*name=*) echo 7 ;;"];
    const { code, calls } = await azure([...there, ids].join("\n"));
    expect(code).toBe(0);
    expect(calls.filter((call) => call.includes("--method POST"))).toEqual([]);
  });

  test.each([
    ["a missing connection", ids.replace("echo 8", ":"), "there is no endpoint gitpod-production yet"],
    ["a check that allows other branches", `*allowedBranches*) echo 'refs/heads/*' ;;\n${ids}`, "lets in refs/heads/*"],
  ])("it fails for %s", async (_, answers, message) => {
    const { code, stderr } = await azure(answers);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});
