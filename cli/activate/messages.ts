import type { Integration } from "../engine/stackExport.ts";
import { duration, type Styles } from "../shared/terminal.ts";
import { PROBLEMS, type Problem } from "./problems.ts";

/** Asks a person to open the link; `opened` says that a browser shows it already. */
export function invitation({ gitpodHost, organizationId, providerHost, activationUrl }: Integration, opened: boolean) {
  return [
    `The integration for ${providerHost} in organization ${organizationId} waits for its activation.`,
    opened
      ? "Your browser opens this link, which an owner of the organization has to confirm:"
      : "Open this link in a browser:",
    "",
    `  ${activationUrl}`,
    "",
    `Sign in to ${gitpodHost} as an owner of the organization, and consent with a work account that may use Azure DevOps.`,
  ].join("\n");
}

export function alreadyVerified({ providerHost, organizationId }: Integration, styles: Styles): string {
  return `${styles.green("✓")} The integration for ${providerHost} in organization ${organizationId} is verified already.`;
}

export function nowVerified({ providerHost }: Integration, waited: number, styles: Styles): string {
  return [
    `${styles.green("✓")} Verified after ${duration(waited)}: members of the organization can connect to ${providerHost} now.`,
    "  `pulumi refresh --run-program`, or the next `pulumi up`, brings that to the stack's output `verified`.",
  ].join("\n");
}

export function deleted({ providerHost, organizationId, id }: Integration, styles: Styles): string {
  return [
    `${styles.red("✗")} Gitpod shows no integration ${id} for ${providerHost} in organization ${organizationId}.`,
    "  It was deleted, or the token may not see it. `pulumi up --refresh` makes it again.",
  ].join("\n");
}

export function timedOut(waited: number, styles: Styles): string {
  const width = Math.max(...PROBLEMS.map(({ code }) => code.length));
  const lines = PROBLEMS.map(({ code, meaning, fix }) => {
    const indent = " ".repeat(width + 4);
    return `  ${styles.bold(code.padEnd(width))}  ${meaning}\n${indent}${styles.dim(fix)}`;
  });
  return [
    `${styles.red("✗")} Not verified after ${duration(waited)}. The link stays good: run this again when it was opened.`,
    "",
    "What the pages in the browser may have said:",
    ...lines,
  ].join("\n");
}

export function explanation({ code, meaning, fix }: Problem, styles: Styles): string {
  return `${styles.bold(code)}: ${meaning}\n${fix}`;
}
