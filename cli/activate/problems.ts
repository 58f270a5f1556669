import { PLATFORMS, type PlatformName } from "../../platforms/index.ts";
import { listed } from "../shared/text.ts";
import type { OwnProblem, OwnProblems } from "./problems/platform.ts";
import { OWN_PROBLEMS } from "./problems/platforms.ts";

/** An error that people get when they activate an integration, or connect to it. */
export interface Problem extends OwnProblem {
  /** Undefined: it comes up on every platform. */
  readonly platform?: PlatformName;
}

const PERMISSIONS = `The setting \`permissions\` must hold what the platform always asks for: ${PLATFORMS.map(
  ({ displayName, requiredPermissions }) =>
    `${listed(requiredPermissions.map((name) => `\`${name}\``))} for ${displayName}`,
).join("; ")}. Then \`pulumi up --refresh\`.`;

/** Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const PROBLEMS: readonly Problem[] = [
  ...ofPlatforms(({ redirectUri }) => [{ code: "AADSTS50011", ...redirectUri }]),
  {
    code: "AADSTS50020",
    meaning: "The account is a personal Microsoft account, or belongs to another tenant.",
    fix: "Sign in with a work or school account of the tenant in which the app is registered.",
  },
  {
    code: "AADSTS65001",
    meaning: "Nobody has consented to the app yet.",
    fix: "Open the link again and consent, or let an administrator consent for all.",
  },
  {
    code: "AADSTS65004",
    meaning: "The consent was declined.",
    fix: "Open the link again and accept.",
  },
  {
    code: "AADSTS650056",
    meaning: "The app registration has no permission for Azure DevOps.",
    fix: PERMISSIONS,
  },
  {
    code: "AADSTS70011",
    meaning: "The platform asks for a scope that is not among the app's permissions, or the link was cut.",
    fix: `\`pulumi up\` cuts a link at 150 characters, and \`npx gitpod-azure-devops activate\` prints all of it. Otherwise it is the permissions. ${PERMISSIONS}`,
  },
  {
    code: "AADSTS700016",
    meaning: "There is no such app in the tenant: it was deleted, or `tenantId` names another tenant.",
    fix: "Check `tenantId`, then `pulumi up --refresh`. A new app may be unknown for some seconds.",
  },
  {
    code: "AADSTS7000215",
    meaning: "Entra does not accept the client secret that the platform has.",
    fix: "A new secret may be refused for some seconds: wait and try again. Then `pulumi up --refresh`, or renew it with a new `rotationTrigger` and `pulumi up`.",
  },
  {
    code: "AADSTS7000222",
    meaning: "The client secret has expired.",
    fix: "Renew it: set a new `rotationTrigger`, then `pulumi up`.",
  },
  {
    code: "AADSTS90094",
    meaning: "The tenant lets only administrators consent.",
    fix: "Have an administrator consent at `https://login.microsoftonline.com/<tenant-id>/adminconsent?client_id=<clientId>`, then open the link again.",
  },
  {
    code: "oauth-policy",
    meaning: "Signed in, but Azure DevOps gives no access.",
    fix: 'An administrator of the Azure DevOps organization turns on "Third-party application access via OAuth" under Organization settings > Policies.',
  },
  ...ofPlatforms(({ others = [] }) => others),
];

function ofPlatforms(problemsOn: (own: OwnProblems) => readonly OwnProblem[]): Problem[] {
  return PLATFORMS.flatMap(({ name }) => problemsOn(OWN_PROBLEMS[name]).map((each) => ({ ...each, platform: name })));
}

export function problemsOf(platform: PlatformName): readonly Problem[] {
  return PROBLEMS.filter((problem) => problem.platform === undefined || problem.platform === platform);
}

/** The codes, each once. */
export function codes(): string[] {
  return [...new Set(PROBLEMS.map(({ code }) => code))];
}

/** The problems with this code; case and the prefix "AADSTS" do not matter. */
export function findProblems(code: string): readonly Problem[] {
  const wanted = code.trim().toLowerCase();
  return PROBLEMS.filter(({ code: known }) =>
    [known, known.replace("AADSTS", "")].some((name) => name.toLowerCase() === wanted),
  );
}

/** The problems as docs/troubleshooting.md shows them. */
export function problemTable(): string {
  const rows = PROBLEMS.map(({ code, meaning, fix }) => `| \`${code}\` | ${meaning} | ${fix} |\n`);
  return `| Code | What it means | What to do |\n|---|---|---|\n${rows.join("")}`;
}
