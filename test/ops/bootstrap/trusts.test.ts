import { describe, expect, test } from "@jest/globals";
import type { Settings } from "../../../ops/bootstrap/settings.ts";
import { trusts } from "../../../ops/bootstrap/trusts.ts";

const TENANT = "22222222-2222-4222-8222-222222222222";
const DEFAULTS: Settings = {
  tenantId: TENANT,
  applicationName: "x",
  owners: [],
  githubIssuer: "https://token.actions.githubusercontent.com",
  gitlabBranch: "main",
  gitlabProtectedEnvironments: "true",
  gitlabIssuer: "https://gitlab.com",
};

const rows = (settings: Partial<Settings>) =>
  trusts({ ...DEFAULTS, ...settings }).map(({ identity, issuer, subject }) => [identity, issuer, subject]);

describe("the identities trust", () => {
  test("nobody, if no system is configured", () => {
    expect(rows({})).toEqual([]);
  });

  test("on GitHub: environments, with the ids in newer tokens", () => {
    const issuer = "https://token.actions.githubusercontent.com";
    expect(rows({ githubRepository: "acme@1/gitpod@2" })).toEqual([
      ["preview", issuer, "repo:acme@1/gitpod@2:environment:preview"],
      ["preview", issuer, "repo:acme@1/gitpod@2:environment:checks"],
      ["deployment", issuer, "repo:acme@1/gitpod@2:environment:production"],
    ]);
  });

  // D4: a merge request from the branch that deploys has that branch's subject, whatever its target.
  test("on GitLab: the deploying branch, in a protected environment of the identity's tier", () => {
    const subject = "project_path:acme/gitpod:ref_type:branch:ref:trunk";
    const gitlabIssuer = "https://gitlab.example.com";
    const named = { gitlabProject: "acme/gitpod", gitlabBranch: "trunk", gitlabIssuer };
    expect(rows(named)).toEqual([
      ["preview", gitlabIssuer, `${subject}:environment_protected:true:deployment_tier:other`],
      ["deployment", gitlabIssuer, `${subject}:environment_protected:true:deployment_tier:production`],
    ]);
    expect(rows({ ...named, gitlabProtectedEnvironments: "false" }).map((row) => row[2])).toEqual([subject, subject]);
  });

  test("on Azure Pipelines: a service connection each, with the tenant's issuer by default", () => {
    const subjects = { azurePipelinesPreviewSubject: "preview's", azurePipelinesProductionSubject: "production's" };
    expect(rows(subjects)).toEqual([
      ["preview", `https://login.microsoftonline.com/${TENANT}/v2.0`, "preview's"],
      ["deployment", `https://login.microsoftonline.com/${TENANT}/v2.0`, "production's"],
    ]);
    const azurePipelinesIssuer = "https://vstoken.dev.azure.com/x";
    expect(rows({ ...subjects, azurePipelinesIssuer })[0]?.[1]).toBe(azurePipelinesIssuer);
  });

  test("each by a credential with a valid name that is unique on its app", () => {
    const all = trusts({
      ...DEFAULTS,
      githubRepository: "acme/gitpod",
      gitlabProject: "acme/gitpod",
      azurePipelinesPreviewSubject: "a",
      azurePipelinesProductionSubject: "b",
    });
    for (const { name } of all) expect(name).toMatch(/^[A-Za-z0-9][\w-]{2,119}$/);
    expect(new Set(all.map(({ identity, name }) => `${identity} ${name}`)).size).toBe(all.length);
    for (const { subject } of all) expect(subject).not.toContain("*");
  });
});
