import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import { isApp, owner } from "../../entra/claims.ts";
import type { Check } from "../check.ts";
import { bad, good, sentence } from "../model.ts";

const NEEDED = ["DelegatedPermissionGrant.ReadWrite.All", "Application.Read.All"];
/** These include what is needed. */
const ENOUGH: Readonly<Record<string, readonly string[]>> = {
  "DelegatedPermissionGrant.ReadWrite.All": ["Directory.ReadWrite.All"],
  "Application.Read.All": ["Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"],
};
/** Template ids of the directory roles that may consent for everybody. */
const ROLES: ReadonlySet<string> = new Set([
  "62e90394-69f5-4237-9190-012177145e10",
  "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "158c047a-c907-4556-b7ef-446551a6b5f7",
]);
const SETTING = `${NAMESPACE}:adminConsent`;

/** What consent for the whole tenant takes, where the settings ask for it. */
export const consent: Check = {
  group: "Microsoft Entra ID",
  name: "admin-consent",
  online: true,
  async run(facts) {
    if ((await facts.value(SETTING)) !== "true") return [];
    const [{ claims }, { names }] = await Promise.all([facts.access(), facts.config()]);
    if (claims.wids.some((id) => ROLES.has(id))) return [good("It may consent for the whole tenant.")];
    const missing = NEEDED.filter(
      (role) => ![role, ...(ENOUGH[role] ?? [])].some((each) => claims.roles.includes(each)),
    );
    if (isApp(claims) && missing.length === 0) return [good("It may consent for the whole tenant.")];
    const needs = isApp(claims) ? missing.join(" and ") : "a role such as Cloud Application Administrator";
    const message = `${owner(claims)} may not consent for the whole tenant, which adminConsent asks for: it needs ${needs}.`;
    return [bad(sentence(message), `pulumi config rm ${names.key(SETTING)}`)];
  },
};
