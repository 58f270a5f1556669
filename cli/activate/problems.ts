/** An error that people get when they activate an integration. */
export interface Problem {
  /** Microsoft's code, or our own name when there is none. */
  readonly code: string;
  readonly meaning: string;
  readonly fix: string;
}

/** Codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const PROBLEMS: readonly Problem[] = [
  {
    code: "AADSTS50011",
    meaning: "The redirect URI that Gitpod sends is not on the app registration.",
    fix: "Compare the output `redirectUri` letter by letter with the one in Gitpod's dialog; where people use another host name than `gitpod:host`, set `redirectUri`. Then `pulumi up --refresh`.",
  },
  {
    code: "AADSTS50020",
    meaning: "The account is a personal Microsoft account, or belongs to another tenant.",
    fix: "Sign in with a work or school account of the tenant in which the app is registered.",
  },
  {
    code: "AADSTS65001",
    meaning: "Nobody has consented to the app yet.",
    fix: "Open the activation link again and consent, or let an administrator consent for all.",
  },
  {
    code: "AADSTS65004",
    meaning: "The consent was declined.",
    fix: "Open the activation link again and accept.",
  },
  {
    code: "AADSTS650056",
    meaning: "The app registration has no permission for Azure DevOps.",
    fix: "The setting `permissions` must hold `vso.code_write` and `vso.profile`. Then `pulumi up --refresh`.",
  },
  {
    code: "AADSTS70011",
    meaning: "Gitpod asks for a scope that is not among the app's permissions.",
    fix: "The setting `permissions` must hold `vso.code_write` and `vso.profile`. Then `pulumi up --refresh`.",
  },
  {
    code: "AADSTS700016",
    meaning: "There is no such app in the tenant: it was deleted, or `tenantId` names another tenant.",
    fix: "Check `tenantId`, then `pulumi up --refresh`. A new app may be unknown for some seconds.",
  },
  {
    code: "AADSTS7000215",
    meaning: "Entra does not accept the client secret that Gitpod has.",
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
    fix: "Have an administrator consent at `https://login.microsoftonline.com/<tenant-id>/adminconsent?client_id=<clientId>`, then open the activation link again.",
  },
  {
    code: "oauth-policy",
    meaning: "Signed in, but Azure DevOps gives no access.",
    fix: 'An administrator of the Azure DevOps organization turns on "Third-party application access via OAuth" under Organization settings > Policies.',
  },
  {
    code: "not-owner",
    meaning: "Gitpod says that the authorization is not permitted, or shows nothing to activate.",
    fix: "Only an owner of the Gitpod organization can activate: members cannot connect before. Sign in to Gitpod as an owner.",
  },
];

/** The problem with this code; case and the prefix "AADSTS" do not matter. */
export function findProblem(code: string): Problem | undefined {
  const wanted = code.trim().toLowerCase();
  return PROBLEMS.find(({ code: known }) =>
    [known, known.replace("AADSTS", "")].some((name) => name.toLowerCase() === wanted),
  );
}

/** The problems as docs/troubleshooting.md shows them. */
export function problemTable(): string {
  const rows = PROBLEMS.map(({ code, meaning, fix }) => `| \`${code}\` | ${meaning} | ${fix} |\n`);
  return `| Code | What it means | What to do |\n|---|---|---|\n${rows.join("")}`;
}
