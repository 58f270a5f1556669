import { PUBLIC_AUTHORITY_HOST } from "../../components/entra/endpoints.ts";
import { PERMISSION_NAMES } from "../../components/entra/permissions.ts";
import { PLATFORM_SETTINGS } from "../../stack/platforms.ts";
import { isUuid } from "../../stack/settingParts.ts";
import { NAMESPACE, type SettingName } from "../../stack/settingsSchema.ts";
import {
  AUTHORITY,
  AZURE_TENANT,
  type Config,
  HIDDEN,
  listIn,
  OWNERS,
  ownersOf,
  PERMISSIONS,
  TAGS,
  TENANT,
  withTenant,
} from "../setup/settings.ts";
import { plain } from "../shared/text.ts";
import type { Found } from "./find.ts";
import { permissionsAsked } from "./permissions.ts";
import type { FoundIntegration, PlatformAdoption } from "./platform.ts";

/** Full name of a setting. */
export const own = (name: SettingName) => `${NAMESPACE}:${name}`;

export const PROVIDER_HOST = own("providerHost");
export const EXISTING_SECRET = own("existingClientSecret");
const APPLICATION_NAME = own("applicationName");
export const NOTES = own("notes");
export const REFERENCE = own("serviceManagementReference");

/**
 * The stack's settings with what makes the program equal to what was made by hand. What the stack sets besides, such as one
 * more owner, stays; so does a setting that is kept encrypted.
 *
 * @param tenantId that of the app registration
 */
export function settingsFor(adoption: PlatformAdoption, before: Config, found: Found, tenantId: string): Config {
  const { application, owners, integration } = found;
  const name = PLATFORM_SETTINGS[adoption.platform.name].applicationName;
  let config = before[TENANT] || before[AZURE_TENANT] ? before : withTenant(before, tenantId);
  config = kept(config, AUTHORITY, signInOf(integration)?.authorityHost ?? "", PUBLIC_AUTHORITY_HOST);
  config = kept(config, APPLICATION_NAME, application.displayName, name);
  config = keptList(config, PERMISSIONS, permissionsFor(adoption, found), adoption.platform.defaultPermissions);
  config = keptList(config, OWNERS, union(ownersOf(config), owners), []);
  config = keptList(config, TAGS, union(listIn(config[TAGS]), application.tags), []);
  config = kept(config, NOTES, application.notes, "");
  config = kept(config, REFERENCE, application.serviceManagementReference, "");
  return adoption.withSettings(config, integration, application, tenantId);
}

/**
 * The client secret is sent to the sign-in host, so an integration cannot choose it: it is that of the cloud in which the app was
 * found, or what the stack has.
 *
 * @param after the settings with what is taken over from the integration
 */
export function refuseOtherLogin(
  { signInSettings }: PlatformAdoption,
  before: Config,
  after: Config,
  { integration, logins }: Found,
  stack: string,
): void {
  const known = [...logins, before[AUTHORITY] ?? ""].map(originOf);
  const isTaken = (key: string) => after[key] !== before[key] && (after[key] ?? "") !== "";
  const urls = [AUTHORITY, ...signInSettings].filter(isTaken).map((key) => after[key] ?? "");
  const other = urls.find((url) => !known.includes(originOf(url)));
  if (other === undefined) return;
  const [login = ""] = logins;
  const host = plain(originOf(other) ?? other);
  throw new Error(
    `integration ${plain(integration.id)} signs people in at ${host}, and Entra was read at ${plain(login)}: the client secret would be sent to ` +
      `${host}, so nothing is taken over. Correct the integration's endpoints. If they are right, set azuread:environment to their cloud, or ` +
      `vouch for the host: \`pulumi config set authorityHost ${host} --stack ${stack}\``,
  );
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Sets a setting to what exists, unless it or its default says that already. Nothing to keep leaves it as it is. */
export function kept(config: Config, key: string, value: string, byDefault: string): Config {
  const now = config[key] ?? "";
  if (value === "" || now === HIDDEN || (now || byDefault) === value) return config;
  return { ...config, [key]: value };
}

/** The same for a list whose order does not matter. */
function keptList(config: Config, key: string, values: readonly string[], byDefault: readonly string[]): Config {
  if (config[key] === HIDDEN) return config;
  const now = listIn(config[key]);
  if (sameSet(now.length > 0 ? now : byDefault, values)) return config;
  const isDefault = sameSet(byDefault, values);
  return { ...config, [key]: isDefault ? "" : JSON.stringify(values) };
}

/** Those that the app asks for and a setting can name, with those that nobody can do without. */
function permissionsFor({ platform }: PlatformAdoption, { application }: Found): string[] {
  const { known } = permissionsAsked(application);
  const required: readonly string[] = platform.requiredPermissions;
  return PERMISSION_NAMES.filter((name) => known.includes(name) || required.includes(name));
}

/** Authority and tenant of an integration's endpoints; undefined where they are not Entra's. */
export function signInOf({ tokenUrl = "" }: Pick<FoundIntegration, "tokenUrl">) {
  const [, authorityHost, tenant] = /^(https:\/\/[^/]+)\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(tokenUrl) ?? [];
  if (authorityHost === undefined || tenant === undefined) return undefined;
  return { authorityHost, tenantId: isUuid(tenant) ? tenant.toLowerCase() : undefined };
}

export function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each) => right.includes(each));
}

function union(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])];
}
