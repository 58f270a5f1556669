import { PLATFORMS, type PlatformName } from "../../platforms/index.ts";
import { platformOf } from "../../stack/integrationsSetting.ts";
import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { type Config, entriesOf, HIDDEN, PLATFORM } from "../setup/settings.ts";

/**
 * Organizations or runners for which the settings want integrations, by platform, whether or not other settings are wrong.
 * A platform without any is there only if it is the stack's own.
 */
export function wantedPlaces(values: Config): ReadonlyMap<PlatformName, readonly string[]> {
  const own = platformOf({ platform: values[PLATFORM] || PLATFORMS[0].name });
  const entries = entriesOf(values);
  return new Map(
    PLATFORMS.flatMap(({ name, placeId }) => {
      const ofStack = values[`${NAMESPACE}:${placeId}`];
      const ofEntries = entries
        .map((entry): Record<string, unknown> => Object(entry))
        .filter(({ platform = own }) => platform === name)
        .map((entry) => entry[placeId] ?? ofStack);
      const all = [ofStack, ...ofEntries].filter(
        (id): id is string => typeof id === "string" && id !== "" && id !== HIDDEN,
      );
      return all.length > 0 || name === own ? [[name, [...new Set(all)]] as const] : [];
    }),
  );
}
