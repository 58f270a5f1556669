import { CLASSIC } from "../../../platforms/classic.ts";
import { canonicalHost } from "../../../provider-kit/hosts.ts";
import { hostOfPlatform } from "../../../stack/providerSettings.ts";
import { integrationsIn } from "../../engine/stackExport.ts";
import type { Check } from "../check.ts";
import { bad, good } from "../model.ts";

/** Integrations live on the installation of the last deployment, and the token is that of the settings. */
export const deployedHost: Check = {
  group: "Deployed stack",
  name: "deployed-host",
  async run(facts) {
    const hosts = new Set(
      integrationsIn(await facts.state())
        .map((each) => each.gitpodHost)
        .filter(Boolean),
    );
    const { values } = await facts.config();
    const now = canonicalHost(hostOfPlatform(CLASSIC, values, facts.env));
    const elsewhere = [...hosts].filter((host) => canonicalHost(host) !== now);
    if (hosts.size === 0 || now === "") return [];
    if (elsewhere.length === 0) return [good(`The deployed integrations are on ${now}, as in the settings.`)];
    const message = `Integrations were deployed to ${elsewhere.join(" and ")}, and gitpod:host is ${now}: the next pulumi up moves them.`;
    return [bad(message, `pulumi config set gitpod:host ${elsewhere[0]}`)];
  },
};
