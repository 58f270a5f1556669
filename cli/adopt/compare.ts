import { PLATFORM_SETTINGS } from "../../stack/platforms.ts";
import type { Settings } from "../../stack/settings.ts";
import { type Config, HIDDEN, TAGS } from "../setup/settings.ts";
import type { Found } from "./find.ts";
import { listsExactly, permissionsAsked } from "./permissions.ts";
import type { PlatformAdoption } from "./platform.ts";
import { NOTES, REFERENCE, sameSet } from "./settings.ts";

/** A property of what was made by hand, beside what the program makes of it. */
export interface Row {
  readonly of: "integration" | "app registration" | "service principal";
  readonly property: string;
  /** Empty: nothing. */
  readonly now: string;
  readonly wanted: string;
  readonly differs: boolean;
  /** What the change costs, or where it comes from. */
  readonly note?: string;
}

/** Everything that differs, and what people look for even if it does not. Holds no secret. */
export function compare(adoption: PlatformAdoption, found: Found, settings: Settings, config: Config): Row[] {
  const rows = [
    ...integrationRows(adoption, found, settings),
    ...applicationRows(adoption, found, settings, config),
    ...leftovers(found),
    ...principalRows(found, settings),
  ];
  return rows.filter(({ differs, property }) => differs || ALWAYS.has(property));
}

const ALWAYS: ReadonlySet<string> = new Set(["host", "client id", "name", "redirect URIs", "permissions", "owners"]);

function integrationRows(
  { endpoints, costOfChange }: PlatformAdoption,
  { integration }: Found,
  settings: Settings,
): Row[] {
  const wanted = endpoints(settings);
  const { first } = settings;
  return [
    text("integration", "host", integration.host, first?.providerHost ?? integration.host),
    text("integration", "client id", integration.clientId, integration.clientId),
    ...Object.entries(integration.endpoints).map(([name, now]) => ({
      ...text("integration", name, now, wanted[name] ?? ""),
      note: costOfChange,
    })),
  ];
}

function applicationRows(
  { platform, redirectUris }: PlatformAdoption,
  { integration, application, owners }: Found,
  settings: Settings,
  config: Config,
): Row[] {
  const of = "app registration";
  const { web } = application;
  const implicit = web.implicitGrantSettings;
  return [
    text(of, "name", application.displayName, settings.applicationName),
    list(of, "redirect URIs", web.redirectUris, redirectUris(settings, integration)),
    permissionsRow(application, settings),
    list(of, "owners", owners, settings.owners),
    text(of, "accounts", application.signInAudience, "AzureADMyOrg"),
    flag(of, "ID tokens", implicit.enableIdTokenIssuance, PLATFORM_SETTINGS[platform.name].platform.idTokens),
    flag(of, "access tokens (implicit grant)", implicit.enableAccessTokenIssuance, false),
    flag(of, "public client", application.isFallbackPublicClient, false),
    ...(config[TAGS] === HIDDEN ? [] : [list(of, "tags", application.tags, settings.tags)]),
    ...stored(config, NOTES, "notes", application.notes, settings.notes),
    ...stored(
      config,
      REFERENCE,
      "service reference",
      application.serviceManagementReference,
      settings.serviceManagementReference,
    ),
  ];
}

function permissionsRow(application: Found["application"], settings: Settings): Row {
  const { known, others } = permissionsAsked(application);
  const { permissions, platform } = settings;
  const wanted = permissions.length > 0 ? permissions : PLATFORM_SETTINGS[platform].platform.defaultPermissions;
  const row = list("app registration", "permissions", [...known, ...others], wanted);
  if (row.differs || listsExactly(application, wanted)) return row;
  return { ...row, differs: true, note: "the same, in another order" };
}

/** A setting that the stack keeps encrypted is not compared: nothing here may show it. */
function stored(config: Config, key: string, property: string, now: string, wanted = ""): Row[] {
  return config[key] === HIDDEN ? [] : [text("app registration", property, now, wanted)];
}

/** What an app may have that no setting can keep. */
function leftovers({ application }: Found): Row[] {
  const { api, info, web } = application;
  const texts = {
    description: application.description,
    "group claims": application.groupMembershipClaims,
    "home page": web.homePageUrl,
    "logout URL": web.logoutUrl,
    "marketing page": info?.marketingUrl ?? "",
    "privacy statement": info?.privacyStatementUrl ?? "",
    "support page": info?.supportUrl ?? "",
    "terms of service": info?.termsOfServiceUrl ?? "",
    "application ID URIs": application.identifierUris.join(", "),
    "redirect URIs (single-page application)": application.spa.join(", "),
    "redirect URIs (public client)": application.publicClient.join(", "),
    "app roles": counted(application.appRoles),
    "scopes of its own API": counted(api?.oauth2PermissionScopes),
    "known client applications": counted(api?.knownClientApplications),
    "optional claims": counted(Object.values(application.optionalClaims ?? {}).flat()),
  };
  return Object.entries(texts).map(([property, now]) => text("app registration", property, now, ""));
}

function principalRows({ principal }: Found, settings: Settings): Row[] {
  const of = "service principal";
  if (principal === undefined) {
    return [{ ...text(of, "object", "", "a new one"), note: "the app has none, and nobody can sign in without it" }];
  }
  const owners = list(of, "owners", principal.owners, settings.owners);
  return [
    ...(owners.differs ? [owners] : []),
    flag(of, "enabled", principal.accountEnabled, true),
    flag(of, "assignment required", principal.appRoleAssignmentRequired, false),
    text(of, "description", principal.description, ""),
    text(of, "notes", principal.notes, ""),
    text(of, "login URL", principal.loginUrl, ""),
  ];
}

function text(of: Row["of"], property: string, now: string, wanted: string): Row {
  return { of, property, now, wanted, differs: now !== wanted };
}

function flag(of: Row["of"], property: string, now: boolean, wanted: boolean): Row {
  return text(of, property, now ? "on" : "off", wanted ? "on" : "off");
}

function list(of: Row["of"], property: string, now: readonly string[], wanted: readonly string[]): Row {
  return { ...text(of, property, now.join(", "), wanted.join(", ")), differs: !sameSet(now, wanted) };
}

function counted(things: readonly unknown[] | null | undefined): string {
  return things?.length ? String(things.length) : "";
}
