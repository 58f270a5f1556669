import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good } from "../model.ts";
import { type Claims, SignInFailed, WAYS } from "./access.ts";

/** Who signs in, how, and to which tenant. */
export const signIn: Check = {
  group: "Microsoft Entra ID",
  name: "sign-in",
  online: true,
  async run(facts) {
    const identity = await facts.identity();
    try {
      const { claims } = await facts.access();
      const signedIn = good(`The azuread provider signs in with ${WAYS[identity.kind]}, as ${owner(claims)}.`);
      return [signedIn, await tenantFinding(claims, facts.value)];
    } catch (error) {
      if (error instanceof SignInFailed) return [bad(error.message, error.fix)];
      throw error;
    }
  },
};

/** Whose token it is. */
export function owner({ upn, unique_name, appid, oid }: Claims): string {
  const name = upn ?? unique_name;
  return name === undefined
    ? `the service principal of ${appid ?? "an app"} (object id ${oid})`
    : `${name} (object id ${oid})`;
}

export function isApp({ idtyp, upn, unique_name }: Claims): boolean {
  return idtyp === undefined ? upn === undefined && unique_name === undefined : idtyp === "app";
}

async function tenantFinding({ tid }: Claims, value: (key: string) => Promise<string>): Promise<Finding> {
  const wanted = (await value(`${NAMESPACE}:tenantId`)) || (await value("azuread:tenantId"));
  if (wanted === "" || wanted.toLowerCase() === tid.toLowerCase()) return good(`The tenant is ${tid}.`);
  const message = `The sign-in is to the tenant ${tid}, and the settings name ${wanted}.`;
  return bad(message, `az login --tenant ${wanted} --allow-no-subscriptions`);
}
