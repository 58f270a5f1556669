import { missingPermissions, type PermissionName } from "../components/entra/permissions.ts";
import type { PlatformName } from "../platforms/index.ts";
import { nearest } from "../provider-kit/nearest.ts";
import type { Problem } from "../provider-kit/problem.ts";
import { PLATFORM_NAMES, platformOf } from "./integrationsSetting.ts";
import type { PlatformSettings } from "./platform.ts";
import { PLATFORM_SETTINGS } from "./platforms.ts";

/** A problem with the setting that the path names, the setting's own name first. */
export interface ProblemOfSetting extends Problem {
  readonly path: readonly PropertyKey[];
  /** What fixes it, if not another value of this setting: to remove it, or a value of another one. */
  readonly remedy?: "remove" | { readonly path: readonly PropertyKey[]; readonly value: string };
}

type Values = Readonly<Record<string, unknown>>;

const BOTH = ". A stack with both platforms has one of them in integrations";

/** The platforms of a stack's integrations. Without one, that of the integration that is missing. */
export function platformsIn(values: Values): PlatformName[] {
  const inEntries = Object.values(Object(values.integrations)).map((entry) => Object(entry).platform);
  const own = platformOf(values);
  const ownPlace = PLATFORM_SETTINGS[own].platform.placeId;
  // Whoever gives only the place of another platform has forgotten the setting `platform`.
  const undecided = values.platform === undefined && values[ownPlace] === undefined;
  const found = PLATFORM_NAMES.filter((name) => {
    const hasPlace = values[PLATFORM_SETTINGS[name].platform.placeId] !== undefined;
    return inEntries.includes(name) || (hasPlace && (name === own || undecided));
  });
  return found.length > 0 ? found : [own];
}

/** What is wrong with a field that an entry does not have. */
export function unknownField(values: Values, path: readonly PropertyKey[], field: string): ProblemOfSetting {
  const entry: Values = Object(Object(values.integrations)[path[1] ?? ""]);
  const platform = platformOf(entry);
  const owner = PLATFORM_NAMES.find((name) => Object.hasOwn(PLATFORM_SETTINGS[name].own, field));
  if (owner !== undefined && owner !== platform) return foreignSetting(platform, owner, entry, [...path, field]);
  const suggestion = nearest(field, PLATFORM_SETTINGS[platform].entryFields);
  return {
    path: [...path, field],
    reason: "is not a setting of an integration",
    suggestion,
    basis: "guess",
    remedy: "remove",
  };
}

/** Settings of the stack that belong to another platform than its own, or to one of which it has no integration. */
export function foreignSettings(values: Values): ProblemOfSetting[] {
  const platform = platformOf(values);
  const platforms = platformsIn(values);
  return PLATFORM_NAMES.flatMap((owner) => {
    const { own, platform: ofOwner } = PLATFORM_SETTINGS[owner];
    const foreign = Object.keys(own).filter(
      (name) =>
        values[name] !== undefined && (name === ofOwner.placeId ? owner !== platform : !platforms.includes(owner)),
    );
    const lacking = owner === platform ? platforms.find((other) => other !== owner) : platform;
    return foreign.map((name) => foreignSetting(lacking ?? platform, owner, values, [name]));
  });
}

/**
 * A setting of its owner on another platform. Whoever gives only the place of the owner has forgotten the setting `platform`.
 *
 * @param values the settings, or an entry, with what the path ends with
 */
function foreignSetting(
  platform: PlatformName,
  owner: PlatformName,
  values: Values,
  path: readonly PropertyKey[],
): ProblemOfSetting {
  const { instead, platform: here }: PlatformSettings = PLATFORM_SETTINGS[platform];
  const { placeId, displayName } = PLATFORM_SETTINGS[owner].platform;
  const name = String(path.at(-1));
  const isOfStack = path.length === 1;
  const reason = `is a setting of ${displayName}`;
  if (name !== placeId) return { path, reason: `${reason}; ${instead[name]}`, remedy: "remove" };
  // An entry has the stack's platform by now where it names none.
  const named = isOfStack && values.platform !== undefined;
  const forgotten = values[here.placeId] === undefined && !named;
  return {
    path,
    reason: `${reason}, and the platform is ${platform}: ${here.displayName} has ${here.placeId}${isOfStack ? BOTH : ""}`,
    remedy: forgotten ? { path: [...path.slice(0, -1), "platform"], value: owner } : "remove",
  };
}

/** Each permission that is missing, at the index where `pulumi config set --path` appends it. None given means the defaults. */
export function permissionProblems(
  given: readonly PermissionName[],
  platforms: readonly PlatformName[],
): ProblemOfSetting[] {
  if (given.length === 0) return [];
  const askers = platforms.map((name) => PLATFORM_SETTINGS[name].platform);
  const missing = new Set(askers.flatMap((platform) => missingPermissions(platform, given)));
  return [...missing].map((suggestion, index) => {
    const names = askers.filter((platform) => missingPermissions(platform, given).includes(suggestion));
    const asks = names.length === 1 ? "asks" : "ask";
    const reason = `is missing: ${names.map(({ displayName }) => displayName).join(" and ")} always ${asks} for it`;
    return { path: ["permissions", given.length + index], reason, suggestion };
  });
}
