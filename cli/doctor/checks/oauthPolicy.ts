import { PLATFORM_SETTINGS } from "../../../stack/platforms.ts";
import { NAMESPACE } from "../../../stack/settingsSchema.ts";
import type { Check } from "../check.ts";
import { unknown } from "../model.ts";

/** Reading the policy would take a token of Azure DevOps, which a deployment does not have. */
export const oauthPolicy: Check = {
  group: "Azure DevOps",
  name: "oauth-policy",
  async run(facts) {
    const host = await facts.value(`${NAMESPACE}:providerHost`).catch(() => "");
    const organization = /^dev\.azure\.com\/(.+)$/.exec(host)?.[1];
    const isValid = Object.values(PLATFORM_SETTINGS).some(({ hostProblem }) => hostProblem(host) === undefined);
    const name = organization !== undefined && isValid ? organization : "<organization>";
    const page = `https://dev.azure.com/${name}/_settings/organizationPolicy`;
    return [
      unknown(
        `Whether "Third-party application access via OAuth" is on, as sign-in needs: an administrator sees it at ${page}`,
      ),
    ];
  },
};
