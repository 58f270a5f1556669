/** A kind of source control, as a runner's schema describes it. */
export interface Scm {
  readonly name: string;
  /** Its hosts for everyone; the runner says those of Azure DevOps Services. */
  readonly defaultHosts: readonly string[];
  readonly oauth: boolean;
}

/** The kinds of source control that a runner knows, by `scmId`. */
export const SCMS: Readonly<Record<string, Scm>> = {
  github: { name: "GitHub", defaultHosts: ["github.com"], oauth: true },
  gitlab: { name: "GitLab", defaultHosts: ["gitlab.com"], oauth: true },
  bitbucket: { name: "Bitbucket", defaultHosts: ["bitbucket.org"], oauth: true },
  azuredevops_entra: { name: "Azure DevOps (Entra ID)", defaultHosts: [], oauth: true },
  azuredevops_server: { name: "Azure DevOps Server", defaultHosts: [], oauth: false },
};
