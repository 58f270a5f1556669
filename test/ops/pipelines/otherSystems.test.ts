import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { parse, read, yamlFiles } from "./support/files.ts";

const FILES = ["azure/azure-pipelines.yml", "azure/pulumi-task.yml"];

describe("Azure Pipelines", () => {
  interface Stage {
    readonly dependsOn?: string;
    readonly condition: string;
    readonly variables?: readonly { readonly group: string }[];
  }
  interface Pipeline {
    readonly stages: readonly [Stage, Stage];
    readonly lockBehavior: string;
    readonly variables: readonly { readonly group: string }[];
  }
  interface Step {
    readonly task?: string;
    readonly target?: unknown;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly env?: Readonly<Record<string, string>>;
  }
  const groups = (given: Pipeline["variables"] = []) => given.map(({ group }) => group);

  test.each(FILES)("%s gives a pull request no token of Gitpod or Ona, and one from a fork no credentials", (file) => {
    const { stages, lockBehavior, variables } = parse<Pipeline>(file);
    const [preview, up] = stages;
    // Parts under `if` are only for a refresh, with the main branch's variables.
    const ofPullRequest = JSON.stringify(preview, (key, value) => (key.startsWith("${{ if ") ? undefined : value));
    expect(ofPullRequest).not.toMatch(/GITPOD_TOKEN|ONA_TOKEN|production|checks/);
    expect(preview.condition).toBe("ne(variables['System.PullRequest.IsFork'], 'True')");
    expect(up.dependsOn).toBe("Preview");
    expect(up.condition).toContain("eq(variables['Build.SourceBranch'], 'refs/heads/main')");
    expect(lockBehavior).toBe("sequential");
    expect([groups(variables), groups(up.variables)]).toEqual([
      ["gitpod-azure-devops"],
      ["gitpod-azure-devops-production"],
    ]);
  });

  // D3: everyone who can push a branch can read all secrets of a group that a preview uses.
  test("preview and deployment have different tokens for Pulumi Cloud", () => {
    const [preview, up] = parse<Pipeline>("azure/pulumi-task.yml").stages;
    expect(groups(preview.variables)).toEqual(["gitpod-azure-devops-preview"]);
    for (const stage of [preview, up]) {
      expect(JSON.stringify(stage)).toContain('"PULUMI_ACCESS_TOKEN":"$(PULUMI_ACCESS_TOKEN)"');
    }
  });

  // D1, D6
  test("Pulumi runs where it cannot set variables, and requests tokens as it needs them", () => {
    const [task] = parse<{ steps: Step[] }>("azure/templates/pulumi.yml").steps;
    expect(task?.target).toEqual({ commands: "restricted", settableVariables: "none" });
    expect(task?.inputs).toMatchObject({ keepAzSessionActive: true });
    expect(task?.env).toMatchObject({ ARM_OIDC_REQUEST_TOKEN: "$(System.AccessToken)" });
    const script = String(task?.inputs?.inlineScript);
    expect(script).toContain('ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID="$AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"');
    expect(script).toContain('ARM_OIDC_REQUEST_URL="$SYSTEM_OIDCREQUESTURI"');
    expect(script).not.toContain("ARM_OIDC_TOKEN");
    for (const file of yamlFiles("azure"))
      expect(read(file)).not.toMatch(/Pulumi@1\n.*\n\s+inputs:\n(\s+\w+: .*\n)*\s+command:/);
  });

  test.each([
    ["$(GITPOD_TOKEN)", "ona", "[] [ona]"],
    ["classic", "$(ONA_TOKEN)", "[classic] []"],
    ["classic", "ona", "[classic] [ona]"],
    ["$(ONA_TOKEN)", "$(ONA_TOKEN)", "[$(ONA_TOKEN)] []"],
  ])("a token that is not there is not passed on: %s and %s", (GITPOD_TOKEN, ONA_TOKEN, shown) => {
    const [task] = parse<{ steps: Step[] }>("azure/templates/pulumi.yml").steps;
    const show = 'echo "[$(printenv GITPOD_TOKEN)] [$(printenv ONA_TOKEN)]"';
    const script = String(task?.inputs?.inlineScript).replace(/\$\{\{.*\}\}/, () => show);
    const given = [
      "servicePrincipalId",
      "tenantId",
      "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
      "SYSTEM_OIDCREQUESTURI",
    ];
    const env = {
      PATH: process.env.PATH,
      ...Object.fromEntries(given.map((name) => [name, "x"])),
      GITPOD_TOKEN,
      ONA_TOKEN,
    };
    const output = execFileSync("bash", ["-c", script], { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    expect(output.trim()).toBe(shown);
  });

  // D11
  test("a deployment with a refresh is planned with a refresh", () => {
    const refreshing = read("azure/azure-pipelines.yml").match(/pipelines\/run\.sh .*/g);
    expect(refreshing).toHaveLength(2);
    for (const command of refreshing ?? []) expect(command).toMatch(/ --refresh=\$\{\{ parameters\.refresh \}\}$/);
  });
});

describe("GitLab CI", () => {
  interface Job {
    readonly environment?: { readonly name: string; readonly deployment_tier: string };
    readonly extends?: string;
    readonly resource_group?: string;
    readonly needs?: readonly string[];
    readonly rules: readonly { readonly if: string }[];
    readonly script?: readonly string[];
  }
  const of = (file: string) => parse<Record<string, Job>>(`gitlab/${file}.yml`);
  const jobs = { ...of("preview"), ...of("deploy"), ...of("nightly") };

  test("each job has an environment, and those that use the stack share a lock", () => {
    const environments = Object.entries(jobs).filter(([name]) => !name.startsWith("."));
    expect(Object.fromEntries(environments.map(([name, { environment }]) => [name, environment?.name]))).toEqual({
      preview: "preview",
      comment: "comments",
      plan: "checks",
      up: "production",
      check: "checks",
    });
    expect([jobs.up?.resource_group, jobs.check?.resource_group]).toEqual(Array(2).fill("pulumi-$PULUMI_STACK"));
  });

  test("only the default branch deploys and checks, and forks cannot preview here", () => {
    expect([jobs.plan?.extends, jobs.up?.extends]).toEqual([".deployment", ".deployment"]);
    for (const name of [".deployment", "check"]) {
      expect(jobs[name]?.rules.length).toBeGreaterThan(0);
      for (const rule of jobs[name]?.rules ?? []) expect(rule.if).toContain("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH");
    }
    for (const name of ["preview", "comment"]) {
      const [rule] = jobs[name]?.rules ?? [];
      expect(rule?.if).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID");
    }
  });

  // D6: a token is valid for the job's timeout, or five minutes without one.
  test("each job that signs in has a timeout", () => {
    const signingIn = parse<Record<string, { timeout?: string; id_tokens?: unknown }>>("gitlab/setup.yml")[".pulumi"];
    expect(signingIn).toMatchObject({ timeout: "20 minutes", id_tokens: expect.anything() });
    expect(jobs.up).toMatchObject({ timeout: "30 minutes" });
  });

  // D4: the tier is part of the subject that Entra trusts.
  test("only the deployment has the tier that the deploying identity trusts", () => {
    const production = Object.entries(jobs).filter(([, job]) => job.environment?.deployment_tier === "production");
    expect(production.map(([name]) => name)).toEqual(["up"]);
    expect(jobs.check?.environment?.deployment_tier).toBe("other");
    expect(jobs.plan?.environment?.deployment_tier).toBe("other");
    expect(jobs.preview?.environment?.deployment_tier).toBe("development");
  });

  // D11
  test("a deployment is planned before approval, with a refresh if it refreshes", () => {
    expect(jobs.up?.needs).toEqual(["plan"]);
    expect(jobs.plan?.script).toEqual(['ops/pipelines/run.sh preview plan --refresh="$REFRESH"']);
    expect(jobs.up?.script).toEqual(['ops/pipelines/run.sh up deployment --refresh="$REFRESH"']);
  });
});
