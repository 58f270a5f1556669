import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import { WAYS } from "../../entra/access.ts";
import { type Claims, owner } from "../../entra/claims.ts";
import { SignInFailed } from "../../entra/errors.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good } from "../model.ts";

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

async function tenantFinding({ tid }: Claims, value: (key: string) => Promise<string>): Promise<Finding> {
  const wanted = (await value(`${NAMESPACE}:tenantId`)) || (await value("azuread:tenantId"));
  if (wanted === "" || wanted.toLowerCase() === tid.toLowerCase()) return good(`The tenant is ${tid}.`);
  const message = `The sign-in is to the tenant ${tid}, and the settings name ${wanted}.`;
  return bad(message, `az login --tenant ${wanted} --allow-no-subscriptions`);
}
