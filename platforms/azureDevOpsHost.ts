import { distance } from "fastest-levenshtein";
import { hostProblem } from "../provider-kit/hosts.ts";
import type { Problem } from "../provider-kit/problem.ts";

/** Host of Azure DevOps Services, the same for every organization. */
export const AZURE_DEVOPS_SERVICES = "dev.azure.com";

const MICROSOFT = /(^|\.)(azure|azuredevops|microsoft|microsoftonline|visualstudio)\.com$/;
const OTHER_SERVICE = /(^|\.)(github\.com|gitlab\.com|bitbucket\.org)$/;

/**
 * What is wrong with a host of Azure DevOps; undefined when nothing is. People give the SSH host, the organization's
 * old host name or the address of a repository, where Gitpod wants the one host of Azure DevOps Services.
 */
export function azureDevOpsHostProblem(value: string): Problem | undefined {
  const text = value.trim().toLowerCase();
  const host = hostIn(text);
  if (host === AZURE_DEVOPS_SERVICES && text === host) return undefined;
  const suggestion = AZURE_DEVOPS_SERVICES;
  if (host === AZURE_DEVOPS_SERVICES) return { reason: mustBeAlone(text), suggestion };
  if (MICROSOFT.test(host)) {
    return { reason: "is not the host of Azure DevOps, which is the same for every organization", suggestion };
  }
  if (OTHER_SERVICE.test(host)) return { reason: "must be a host of Azure DevOps", suggestion };
  if (distance(host, AZURE_DEVOPS_SERVICES) === 1) {
    return { reason: "is not a host of Azure DevOps", suggestion, basis: "guess" };
  }
  return hostProblem(value, AZURE_DEVOPS_SERVICES);
}

function mustBeAlone(text: string): string {
  if (text.includes("://")) return "must be a host name without a scheme";
  return "must be the host alone, without a slash, port or user name";
}

/** The host in an address such as `https://acme@dev.azure.com/acme` or `git@ssh.dev.azure.com:v3/acme`. */
function hostIn(address: string): string {
  return address
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/^[^@/]*@/, "")
    .replace(/[/?#:].*$/s, "")
    .replace(/\.$/, "");
}
