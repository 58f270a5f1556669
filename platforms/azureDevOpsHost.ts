import { distance } from "fastest-levenshtein";
import { hostProblem } from "./origin.ts";

/** Host of Azure DevOps Services, the same for every organization. */
export const AZURE_DEVOPS_SERVICES = "dev.azure.com";

const MICROSOFT = /(^|\.)(azure|azuredevops|microsoft|microsoftonline|visualstudio)\.com$/;
const OTHER_SERVICE = /(^|\.)(github\.com|gitlab\.com|bitbucket\.org)$/;
const WRITE = `write ${AZURE_DEVOPS_SERVICES}`;

/**
 * What is wrong with a host of Azure DevOps. People give the host for SSH, the organization's old host name or the
 * address of a repository; for all of them Gitpod wants the one host of Azure DevOps Services.
 */
export function azureDevOpsHostProblem(value: string): string | undefined {
  const text = value.trim().toLowerCase();
  const host = hostOf(text);
  if (host === AZURE_DEVOPS_SERVICES) return text === host ? undefined : notAlone(text);
  if (MICROSOFT.test(host)) {
    return `is not the host: the organization is part of a repository's address, and the host is the same for all; ${WRITE}`;
  }
  if (OTHER_SERVICE.test(host)) return `must be a host of Azure DevOps; ${WRITE}`;
  if (distance(host, AZURE_DEVOPS_SERVICES) === 1) {
    return `is not a host of Azure DevOps; did you mean ${AZURE_DEVOPS_SERVICES}?`;
  }
  return hostProblem(value);
}

function notAlone(text: string): string {
  if (text.includes("://")) return `must be a host name without a scheme; ${WRITE}`;
  return `must be the host alone, without a slash, port or user name; ${WRITE}`;
}

/** The host in an address such as `https://acme@dev.azure.com/acme` or `git@ssh.dev.azure.com:v3/acme`. */
function hostOf(address: string): string {
  return address
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/^[^@/]*@/, "")
    .replace(/[/?#:].*$/s, "")
    .replace(/\.$/, "");
}
