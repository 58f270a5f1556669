import { WAYS } from "../../entra/access.ts";
import { type Claims, owner } from "../../entra/claims.ts";
import { SignInFailed } from "../../entra/errors.ts";
import type { Identity } from "../../entra/identity.ts";
import { AZURE_TENANT, TENANT } from "../../setup/settings.ts";
import type { Check } from "../check.ts";
import type { Facts } from "../facts.ts";
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
      return [signedIn, await tenantFinding(claims, identity, facts)];
    } catch (error) {
      if (error instanceof SignInFailed) return [bad(error.message, error.fix)];
      throw error;
    }
  },
};

async function tenantFinding({ tid }: Claims, { kind }: Identity, { value, env }: Facts): Promise<Finding> {
  const ofProvider = await value(AZURE_TENANT);
  const wanted = (await value(TENANT)) || ofProvider;
  if (isSame(wanted, tid) || wanted === "") return good(`The tenant is ${tid}.`);
  const message = `The sign-in is to the tenant ${tid}, and the settings name ${wanted}.`;
  // The provider asks for a token of this tenant, whichever the Azure CLI has chosen.
  const asked = ofProvider || env.ARM_TENANT_ID || "";
  if (asked !== "" && !isSame(asked, wanted)) return bad(message, fixOf(wanted, ofProvider !== ""));
  return bad(message, kind === "azureCli" ? `az login --tenant ${wanted} --allow-no-subscriptions` : undefined);
}

function fixOf(tenant: string, isSetting: boolean): string {
  return isSetting ? `pulumi config set ${AZURE_TENANT} ${tenant}` : `export ARM_TENANT_ID=${tenant}`;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
