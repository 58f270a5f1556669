import type { Settings } from "./settings.ts";

/** The one that previews and reads, and the one that deploys. */
export type IdentityName = "preview" | "deployment";

/** A kind of job whose tokens an identity accepts, in place of a secret. */
export interface Trust {
  readonly identity: IdentityName;
  /** Name of the federated credential, one of a kind on its app. */
  readonly name: string;
  readonly issuer: string;
  /** Matched letter by letter. */
  readonly subject: string;
}

/** Whom the identities trust: never a whole repository or project, never a pattern. */
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

/** GitLab's tokens name the branch, not the environment: https://docs.gitlab.com/ci/secrets/id_token_authentication */
function gitlab({ gitlabProject, gitlabBranch, gitlabIssuer: issuer }: Settings): Trust[] {
  if (gitlabProject === undefined) return [];
  const subject = `project_path:${gitlabProject}:ref_type:branch:ref:${gitlabBranch}`;
  return (["preview", "deployment"] as const).map((identity) => ({ identity, name: "gitlab-branch", issuer, subject }));
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
