import * as pulumi from "@pulumi/pulumi";
import { ONA } from "../../platforms/ona.ts";
import { NAME, nameOfEntry } from "../integrationsSetting.ts";
import { resourcesOfThisStack } from "../ownState.ts";
import { usesPlatform } from "../providerSettings.ts";
import type { Settings } from "../settings.ts";

interface Outputs {
  readonly runnerId?: unknown;
  readonly host?: unknown;
}

/**
 * Says in each preview that an integration of Ona which has left the settings will be deleted, with what people lose. Its
 * provider cannot: the engine asks it nothing before it deletes.
 */
export async function warnOfLostSignIns(settings: Settings): Promise<void> {
  const named = Object.entries(settings.integrations).map(([entry, each]) => [nameOfEntry(entry), each] as const);
  const kept = [[NAME, settings.first] as const, ...named].flatMap(([name, each]) =>
    each?.platform === "ona" ? [{ ...each, name: `${name}-integration` }] : [],
  );
  // A renamed entry, which the state does not have yet, goes on with the integration.
  const goesOn = ({ runnerId, host }: Outputs, names: readonly string[]) =>
    kept.some(
      (each) =>
        !names.includes(each.name) &&
        each.place === runnerId &&
        (each.providerHost ?? host) === host &&
        each.ownApplicationName === undefined,
    );
  // Deleting one needs a token, so where there is nothing of Ona, none is deleted and the state need not be read.
  if (kept.length === 0 && !usesPlatform(ONA, pulumi.runtime.allConfig(), process.env)) return;
  const resources = await resourcesOfThisStack("integrations of Ona that are deleted were not looked for");
  const nameOf = (urn: string) => urn.slice(urn.lastIndexOf("::") + 2);
  const ours = [...resources].filter(([, { type }]) => type === ONA.integrationType);
  const names = ours.map(([urn]) => nameOf(urn));
  for (const [urn, { outputs }] of ours) {
    const name = nameOf(urn);
    if (kept.some((each) => each.name === name) || goesOn(outputs, names)) continue;
    await pulumi.log.warn(
      `${name} has left the settings: this deletes Ona's integration for ${outputs.host} on runner ${outputs.runnerId}, and ` +
        "the sign-ins of all people who use it",
    );
  }
}
