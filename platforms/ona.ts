import { hostProblem } from "../provider-kit/hosts.ts";
import type { Problem } from "../provider-kit/problem.ts";
import { AZURE_DEVOPS_SERVICES, azureDevOpsHostProblem } from "./azureDevOpsHost.ts";
import type { Platform } from "./platform.ts";

/** Base URL of the API where no setting names another one. */
export const ONA_API_URL = "https://app.ona.com/api";

/** Ona, the successor of Gitpod Classic, on a self-hosted runner. */
export const ONA = {
  name: "ona",
  displayName: "Ona",
  integrationType: "gitpod:index:ScmIntegration",
  lookup: { type: "gitpod:index:RunnerScm", displayName: "runner lookup" },
  placeId: "runnerId",
  placeName: "runnerName",
  placeWords: "on runner",
  link: "connectUrl",
  // https://ona.com/docs/ona/source-control/azure-devops
  defaultPermissions: ["vso.code", "vso.code_write", "openid", "offline_access"],
  requiredPermissions: ["vso.code", "vso.code_write", "openid", "offline_access"],
  idTokens: true,
  credentials: ["clientId", "clientSecret", "issuerUrl"],
  tokenPage: "Ona under Settings > Personal access tokens",
  token: { name: "onaToken", variables: ["ONA_TOKEN", "ONA_API_KEY", "GITPOD_API_KEY"] },
  address: { name: "onaApiUrl", variables: ["ONA_BASE_URL", "ONA_HOST"], default: ONA_API_URL },
} as const satisfies Platform;

/** Kinds of Azure DevOps by Ona's names: the cloud, which signs people in by Entra, and a server, which takes tokens only. */
export const SCM_IDS = ["azuredevops_entra", "azuredevops_server"] as const;

export type ScmId = (typeof SCM_IDS)[number];

const ORGANIZATION = /^[a-z0-9][a-z0-9-]{0,49}$/;

/** What is wrong with the host of an integration: Azure DevOps, with an organization's path or without one. */
export function scmHostProblem(value: string): Problem | undefined {
  const [host = "", ...path] = value.trim().toLowerCase().split("/");
  if (host !== AZURE_DEVOPS_SERVICES || path.length === 0) return azureDevOpsHostProblem(value);
  const [organization = "", ...more] = path;
  if (value === value.trim() && more.length === 0 && ORGANIZATION.test(organization)) return undefined;
  const suggestion = ORGANIZATION.test(organization) ? `${host}/${organization}` : host;
  return { reason: "may have the name of one Azure DevOps organization after the host, and no more", suggestion };
}

/** What is wrong with the host of an Azure DevOps Server. */
export function serverHostProblem(value: string): Problem | undefined {
  return hostProblem(value, "azuredevops.example.com");
}
