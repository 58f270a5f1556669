import { z } from "zod";
import { PUBLIC_AUTHORITY_HOST } from "../components/entra/endpoints.ts";
import {
  DEFAULT_PERMISSIONS,
  missingPermissions,
  PERMISSION_NAMES,
  type PermissionName,
} from "../components/entra/permissions.ts";
import { isKeyVaultId } from "../components/keyVault/keyVaultId.ts";
import { urlProblem } from "../platforms/origin.ts";
import { nearest } from "../provider-kit/nearest.ts";
import { integrationsSchema } from "./integrationsSetting.ts";
import { applicationName, onOff, providerHost, refuse, uuid, withExample } from "./settingParts.ts";

/** Namespace of the stack settings: the project's name in Pulumi.yaml. */
export const NAMESPACE = "gitpod-azure-devops";

const LIFETIME = "must be a whole number of days from 1 to 730 (24 months, the most that Entra's portal allows)";
const KEY_VAULT_ID_FORM = "/subscriptions/<uuid>/resourceGroups/<name>/providers/Microsoft.KeyVault/vaults/<name>";
const TEXTS = "must be a list of texts";

/**
 * The stack's settings. Source of Pulumi.yaml's `config` block, of docs/settings.md, and of what a wrong setting is
 * told. Messages never repeat a value: people paste tokens into the wrong setting.
 */
export const settingsSchema = z
  .strictObject({
    organizationId: uuid()
      .optional()
      .meta({
        description:
          "Gitpod organization that gets the integration. Required, unless integrations name theirs. " +
          "Changing it replaces the integration.",
        examples: ["<uuid>"],
      }),
    tenantId: uuid().meta({
      description:
        "Microsoft Entra tenant in which the app is registered. Unset: azuread:tenantId, else ARM_TENANT_ID. " +
        "It must be the tenant that the azuread provider signs in to.",
      examples: ["<uuid>"],
      mayBeSecret: true,
    }),
    providerHost: providerHost().default("dev.azure.com").meta({
      description: "Host of Azure DevOps, with neither scheme nor slash. Changing it replaces the integration.",
    }),
    integrations: integrationsSchema.meta({
      description:
        "More integrations, beside that of organizationId or instead of it: a map from a name to organizationId, " +
        "providerHost, adoptExisting, ownApplication (true: an app registration to itself) and applicationName. What an " +
        "entry leaves out is as in the stack's setting. Renaming one replaces it.",
    }),
    applicationName: applicationName().default("Gitpod").meta({
      description: "Display name of the app registration, which people see when they consent.",
    }),
    redirectUri: z
      .string()
      .superRefine(refuse(redirectUriProblem))
      .optional()
      .meta({
        description: "Redirect URI of the app, on the platform Web. Unset: https://<gitpod:host>/auth/callback.",
        examples: ["https://<host>/auth/callback"],
      }),
    authorityHost: z.string().superRefine(refuse(authorityHostProblem)).default(PUBLIC_AUTHORITY_HOST).meta({
      description:
        "Sign-in host of the Azure cloud, with https:// and no slash at the end. Both endpoints start with it.",
    }),
    permissions: z
      .array(z.enum(PERMISSION_NAMES, { error: ({ input }) => permissionProblem(input) }), {
        error: `must be a list of permissions, out of ${PERMISSION_NAMES.join(", ")}`,
      })
      .superRefine(demandPermissions)
      .default([...DEFAULT_PERMISSIONS])
      .meta({
        description:
          `Delegated permissions that the app asks for, out of ${PERMISSION_NAMES.join(", ")}. ` +
          "Gitpod needs vso.code_write and vso.profile.",
      }),
    secretLifetimeDays: z.int(LIFETIME).min(1, LIFETIME).max(730, LIFETIME).default(180).meta({
      description: "How long a client secret is valid, in days, from 1 to 730. Changing it renews the secret.",
    }),
    rotateAfterDays: z
      .int(LIFETIME)
      .min(1, LIFETIME)
      .optional()
      .meta({
        description:
          "Age of the client secret, in days, at which the next deployment renews it; less than secretLifetimeDays. " +
          "Unset: nothing is renewed by time.",
        examples: ["<days>"],
      }),
    rotationTrigger: z.string().optional().meta({
      description: "Any text. Changing it renews the client secret with the next deployment.",
      mayBeSecret: true,
    }),
    adminConsent: onOff()
      .default(false)
      .meta({
        description:
          "Consent for everybody in the tenant, so that nobody is asked. Whoever deploys needs " +
          "DelegatedPermissionGrant.ReadWrite.All and Application.Read.All for it.",
      }),
    existingClientSecret: z
      .string()
      .trim()
      .min(1, "must not be blank")
      .optional()
      .meta({
        description:
          "Client secret that was made by hand, for an app registration that is taken over; stored encrypted. While it is " +
          "set, Gitpod keeps it and no other is made or renewed. Removing the setting renews it.",
        secret: true,
      }),
    owners: z
      .array(uuid(": the object id of a person or a service principal"), "must be a list of object ids (UUIDs)")
      .default([])
      .meta({
        description:
          "Object ids of the people and service principals that own the app. Name the one that deploys too, " +
          "where it may only manage apps that it owns (Application.ReadWrite.OwnedBy).",
        examples: ["<object-id>"],
      }),
    notes: z
      .string()
      .optional()
      .meta({ description: "Notes for administrators, shown in the portal.", mayBeSecret: true }),
    tags: z
      .array(z.string(TEXTS).min(1, "must not be empty"), TEXTS)
      .default([])
      .meta({
        description: "Tags of the app registration.",
        examples: ["<tag>"],
        mayBeSecret: true,
      }),
    serviceManagementReference: z
      .string()
      .optional()
      .meta({
        description: "Reference to the app in a service or asset management database.",
        examples: ["<reference>"],
        mayBeSecret: true,
      }),
    keyVaultId: z
      .string()
      .refine(isKeyVaultId, `must be the resource id of a Key Vault, ${KEY_VAULT_ID_FORM}`)
      .optional()
      .meta({
        description:
          "Resource id of a Key Vault that gets client id, client secret and endpoints as secrets, for other systems to read. " +
          "azure-native:subscriptionId must name its subscription.",
        examples: ["<resource-id>"],
      }),
    keyVaultSecretPrefix: z
      .string()
      .regex(/^[0-9a-zA-Z-]{1,60}$/, "must be letters, digits and hyphens, 60 at most")
      .default("gitpod-azure-devops")
      .meta({ description: "What the names of the Key Vault's secrets begin with. Changing it renames them." }),
    adoptExisting: onOff().default(false).meta({
      description: "Take over the integration that the organization already has for this host, instead of failing.",
    }),
    verifyCredentials: onOff().default(true).meta({
      description: "Prove to Entra that a client secret works before Gitpod is given it.",
    }),
  })
  .refine(({ rotateAfterDays, secretLifetimeDays }) => !(Number(rotateAfterDays) >= secretLifetimeDays), {
    path: ["rotateAfterDays"],
    error: "must be less than secretLifetimeDays, or the secret ends before it is renewed",
    // Also when another setting is wrong, so that one run shows everything there is to fix.
    when: ({ value }) => isRecord(value) && Number.isInteger(value.rotateAfterDays),
  });

/** Name of a setting, without the namespace. */
export type SettingName = keyof typeof settingsSchema.shape;

/** Names of all settings. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as readonly SettingName[];

/** What people are told about a setting. */
export interface SettingDescription {
  readonly name: SettingName;
  readonly type: "string" | "integer" | "boolean" | "array" | "object";
  readonly description: string;
  readonly required: boolean;
  /** Has to be stored encrypted. */
  readonly secret: boolean;
  /** Can be stored encrypted, and stays a secret then. */
  readonly mayBeSecret: boolean;
  /** Undefined too for a setting that is a map: it is empty. */
  readonly default: string | number | boolean | readonly string[] | undefined;
  /** What stands for the value in a command that sets it. */
  readonly example: string;
}

/** Describes every setting, in the schema's order. */
export function describeSettings(): SettingDescription[] {
  const { properties = {}, required = [] } = z.toJSONSchema(settingsSchema, { io: "input" });
  return SETTING_NAMES.map((name) => {
    const { type, description = "", default: value, examples } = properties[name] as z.core.JSONSchema.JSONSchema;
    const preset = type === "object" ? undefined : (value as SettingDescription["default"]);
    const { secret = false, mayBeSecret = false } = settingsSchema.shape[name].meta() ?? {};
    return {
      name,
      type: type as SettingDescription["type"],
      description,
      required: required.includes(name),
      secret: secret === true,
      mayBeSecret: secret === true || mayBeSecret === true,
      default: preset,
      example: String(examples?.[0] ?? (Array.isArray(preset) ? preset[0] : preset) ?? "<text>"),
    };
  });
}

function authorityHostProblem(value: string): string | undefined {
  const wrong = withExample(urlProblem(value), PUBLIC_AUTHORITY_HOST);
  if (wrong !== undefined) return wrong;
  const { origin } = new URL(value);
  return origin === value ? undefined : `must be scheme and host alone; write ${origin}`;
}

/** https://learn.microsoft.com/entra/identity-platform/reply-url */
function redirectUriProblem(value: string): string | undefined {
  if (/\s/.test(value)) return "must not hold spaces";
  const wrong = withExample(urlProblem(value), "https://gitpod.example.com/auth/callback");
  if (wrong !== undefined) return wrong;
  if (value.length > 256) return "must have at most 256 characters";
  if (value.includes("*")) return "must not hold a wildcard (*)";
  if (value.includes("#")) return "must not hold a fragment (#)";
  if (/^https?:\/\/[^/]+$/.test(value)) return "must end with a slash, as it has no path";
  return undefined;
}

/** Each one where `pulumi config set --path` appends it. */
function demandPermissions(names: PermissionName[], context: z.RefinementCtx<PermissionName[]>): void {
  for (const [index, name] of missingPermissions(names).entries()) {
    const message = `is missing: Gitpod always asks for vso.code_write and vso.profile; write ${name}`;
    context.addIssue({ code: "custom", path: [names.length + index], message });
  }
}

function permissionProblem(input: unknown): string {
  const guess = typeof input === "string" ? nearest(input, PERMISSION_NAMES) : undefined;
  return `is not a known permission${guess === undefined ? "" : `; did you mean ${guess}?`}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
