import type { Integration } from "../engine/stackExport.ts";
import { duration, type Styles } from "../shared/terminal.ts";
import { PROBLEMS, type Problem } from "./problems.ts";

/** @param opened a browser shows the link already */
export function invitation({ gitpodHost, organizationId, providerHost, activationUrl }: Integration, opened: boolean) {
  return [
    `The integration for ${providerHost} in organization ${organizationId} is waiting for its activation.`,
    opened
      ? "Your browser opens this link, which an owner of the organization has to confirm:"
      : "Open this link in a browser:",
    "",
    `  ${activationUrl}`,
    "",
    `Sign in to ${gitpodHost} as an owner of the organization, and consent with a work account that has access to Azure DevOps.`,
  ].join("\n");
}

export function alreadyVerified({ providerHost, organizationId }: Integration, styles: Styles): string {
  return `${styles.green("✓")} The integration for ${providerHost} in organization ${organizationId} is already verified.`;
}

export function nowVerified({ providerHost }: Integration, waited: number, styles: Styles): string {
  return [
    `${styles.green("✓")} Verified after ${duration(waited)}: members of the organization can connect to ${providerHost} now.`,
    "  `pulumi refresh --run-program`, or the next `pulumi up`, updates the stack's output `verified`.",
  ].join("\n");
}

export function deleted({ providerHost, organizationId, id }: Integration, styles: Styles): string {
  return [
    `${styles.red("✗")} Gitpod has no integration ${id} for ${providerHost} in organization ${organizationId}.`,
    "  It was deleted, or the token may not see it. `pulumi up --refresh` creates it again.",
  ].join("\n");
}

export function timedOut(waited: number, styles: Styles): string {
  const width = Math.max(...PROBLEMS.map(({ code }) => code.length));
  const lines = PROBLEMS.map(({ code, meaning, fix }) => {
    const indent = " ".repeat(width + 4);
    return `  ${styles.bold(code.padEnd(width))}  ${meaning}\n${indent}${styles.dim(fix)}`;
  });
  return [
    `${styles.red("✗")} Not verified after ${duration(waited)}. The link stays valid: run this again after opening it.`,
    "",
    "Messages that the browser may have shown:",
    ...lines,
  ].join("\n");
}

export function explanation({ code, meaning, fix }: Problem, styles: Styles): string {
  return `${styles.bold(code)}: ${meaning}\n${fix}`;
}
