import type { Settings } from "./settings.ts";

/** `preview` only reads; `deployment` deploys. */
export type IdentityName = "preview" | "deployment";

/** A kind of job whose tokens an identity accepts instead of a secret. */
export interface Trust {
  readonly identity: IdentityName;
  /** Name of the federated credential, unique on its app. */
  readonly name: string;
  readonly issuer: string;
  /** Must match exactly. */
  readonly subject: string;
}

/** The jobs that the identities trust: never a whole repository or project, never a pattern. */
export function trusts(settings: Settings): Trust[] {
  return [...github(settings), ...gitlab(settings), ...azurePipelines(settings)];
}

/** https://docs.github.com/actions/reference/security/oidc */
function github({ githubRepository, githubIssuer: issuer }: Settings): Trust[] {
  if (githubRepository === undefined) return [];
  const trust = (identity: IdentityName, environment: string) => ({
    identity,
    name: `github-${environment}`,
    issuer,
    subject: `repo:${githubRepository}:environment:${environment}`,
  });
  return [trust("preview", "preview"), trust("preview", "checks"), trust("deployment", "production")];
}

/**
 * A job's token names its branch; in a merge request that is the source branch, which may be the one that deploys. Therefore
 * ops/pipelines/gitlab/protect.sh adds the environment to the subject: whether it is protected, and its tier.
 * https://docs.gitlab.com/ci/secrets/id_token_authentication
 */
function gitlab(settings: Settings): Trust[] {
  const { gitlabProject, gitlabBranch, gitlabIssuer: issuer, gitlabProtectedEnvironments } = settings;
  if (gitlabProject === undefined) return [];
  const branch = `project_path:${gitlabProject}:ref_type:branch:ref:${gitlabBranch}`;
  const trust = (identity: IdentityName, tier: string) => ({
    identity,
    name: "gitlab-branch",
    issuer,
    subject:
      gitlabProtectedEnvironments === "false" ? branch : `${branch}:environment_protected:true:deployment_tier:${tier}`,
  });
  return [trust("preview", "other"), trust("deployment", "production")];
}

/** https://learn.microsoft.com/azure/devops/pipelines/release/configure-workload-identity */
function azurePipelines(settings: Settings): Trust[] {
  const issuer = settings.azurePipelinesIssuer ?? `https://login.microsoftonline.com/${settings.tenantId}/v2.0`;
  const subjects: Readonly<Record<IdentityName, string | undefined>> = {
    preview: settings.azurePipelinesPreviewSubject,
    deployment: settings.azurePipelinesProductionSubject,
  };
  return (["preview", "deployment"] as const).flatMap((identity) => {
    const subject = subjects[identity];
    return subject === undefined ? [] : [{ identity, name: "azure-pipelines", issuer, subject }];
  });
}
