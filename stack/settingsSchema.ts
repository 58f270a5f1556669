import { z } from "zod";
import { PUBLIC_AUTHORITY_HOST } from "../components/entra/endpoints.ts";
import { PERMISSION_NAMES } from "../components/entra/permissions.ts";
import { authorityHostProblem, NO_PERMISSION, permissionProblem } from "../components/entra/problems.ts";
import { isKeyVaultId } from "../components/keyVault/keyVaultId.ts";
import { refuse } from "../provider-kit/problem.ts";
import { integrationsSchema, PLATFORM_NAMES, PLATFORM_RULE } from "./integrationsSetting.ts";
import { OWN_SETTINGS, PLATFORM_SETTINGS } from "./platforms.ts";
import { applicationName, onOff, providerHost, uuid } from "./settingParts.ts";
import { describeSchema, type SettingDescription } from "./settingsReader.ts";

/** Namespace of the stack settings in the code. In a stack it is the project's name: see {@link ProjectNames}. */
export const NAMESPACE = "gitpod-azure-devops";

const LIFETIME = "must be a whole number of days from 1 to 730 (24 months, the most that Entra's portal allows)";
const KEY_VAULT_ID_FORM = "/subscriptions/<uuid>/resourceGroups/<name>/providers/Microsoft.KeyVault/vaults/<name>";
const TEXTS = "must be a list of texts";

/**
 * The stack's settings. Pulumi.yaml's `config` block and the table in the docs are generated from it. No message repeats
 * a value, because people paste tokens into the wrong setting.
 */
export const settingsSchema = z
  .strictObject({
    platform: z
      .enum(PLATFORM_NAMES, PLATFORM_RULE)
      .default("classic")
      .meta({
        description:
          "classic: Gitpod Classic, or ona: its successor Ona. Of the integration that the settings here describe, and of entries " +
          "of integrations that name none.",
      }),
    organizationId: OWN_SETTINGS.organizationId,
    runnerId: OWN_SETTINGS.runnerId,
    tenantId: uuid().meta({
      description:
        "Microsoft Entra tenant in which the app is registered. Unset: azuread:tenantId, else ARM_TENANT_ID. " +
        "It must be the tenant that the azuread provider signs in to.",
      example: "<uuid>",
      mayBeSecret: true,
    }),
    providerHost: providerHost()
      .optional()
      .meta({
        description:
          "Host of Azure DevOps, without scheme and slash; for Ona, an organization's name may follow, as in " +
          "dev.azure.com/acme. Unset: dev.azure.com for Gitpod Classic, what the runner says for Ona. Changing it replaces the " +
          "integration; with Ona, this deletes the sign-ins of all people who use it.",
        example: "dev.azure.com",
      }),
    integrations: integrationsSchema.meta({
      description:
        "More integrations, besides that of organizationId or runnerId or instead of it: a map from a name to platform, " +
        "organizationId (Gitpod Classic), runnerId and issuerUrl (Ona), providerHost, adoptExisting, ownApplication (true: its " +
        "own app registration) and applicationName. An entry that leaves one out uses the stack's setting. Renaming an entry of Gitpod Classic " +
        "replaces the integration.",
    }),
    applicationName: applicationName().optional().meta({
      description:
        "Display name of the app registration, which people see when they consent. Unset: Gitpod, or Ona where platform is ona.",
      example: "Gitpod",
    }),
    redirectUri: OWN_SETTINGS.redirectUri,
    issuerUrl: OWN_SETTINGS.issuerUrl,
    authorityHost: z.string().check(refuse(authorityHostProblem)).default(PUBLIC_AUTHORITY_HOST).meta({
      description:
        "Sign-in host of the Azure cloud, with https:// and no slash at the end. Both endpoints start with it.",
    }),
    permissions: z
      .array(
        z.string(NO_PERMISSION).check(refuse(permissionProblem)).pipe(z.enum(PERMISSION_NAMES)),
        `must be a list of permissions, out of ${PERMISSION_NAMES.join(", ")}`,
      )
      .default([])
      .meta({
        description:
          `Delegated permissions that the app asks for, out of ${PERMISSION_NAMES.join(", ")}. Unset: ${defaults()}; an app ` +
          "for both has the permissions of both.",
        example: "vso.code_write",
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
          "Unset: age alone renews nothing.",
        example: "<days>",
      }),
    rotationTrigger: z.string().optional().meta({
      description: "Any text. Changing it renews the client secret with the next deployment.",
      mayBeSecret: true,
    }),
    adminConsent: onOff()
      .default(false)
      .meta({
        description:
          "Consent for everybody in the tenant, so that nobody is asked. The deploying identity then needs " +
          "DelegatedPermissionGrant.ReadWrite.All and Application.Read.All.",
      }),
    existingClientSecret: z
      .string()
      .trim()
      .min(1, "must not be blank")
      .optional()
      .meta({
        description:
          "Client secret that was made by hand, for an app registration that is taken over; stored encrypted. While it is " +
          "set, Gitpod keeps it, and no secret is made or renewed. Removing the setting makes a new one.",
        secret: true,
      }),
    owners: z
      .array(uuid(": the object id of a person or a service principal"), "must be a list of object ids (UUIDs)")
      .default([])
      .meta({
        description:
          "Object ids of the people and service principals that own the app. Include the deploying identity if it may " +
          "only manage apps that it owns (Application.ReadWrite.OwnedBy).",
        example: "<object-id>",
      }),
    notes: z
      .string()
      .optional()
      .meta({ description: "Notes for administrators, shown in the portal.", mayBeSecret: true }),
    tags: z.array(z.string(TEXTS).min(1, "must not be empty"), TEXTS).default([]).meta({
      description: "Tags of the app registration.",
      example: "<tag>",
      mayBeSecret: true,
    }),
    serviceManagementReference: z.string().optional().meta({
      description: "Reference to the app in a service or asset management database.",
      example: "<reference>",
      mayBeSecret: true,
    }),
    keyVaultId: z
      .string()
      .refine(isKeyVaultId, `must be the resource id of a Key Vault, ${KEY_VAULT_ID_FORM}`)
      .optional()
      .meta({
        description:
          "Resource id of a Key Vault that gets client id, client secret and endpoints as secrets, for other systems to read. " +
          "azure-native:subscriptionId must be its subscription, and the npm package @pulumi/azure-native must be installed: " +
          "`npx gitpod-azure-devops setup --key-vault <resource-id>` sees to both.",
        example: "<resource-id>",
      }),
    keyVaultSecretPrefix: z
      .string()
      .regex(/^[0-9a-zA-Z-]{1,60}$/, "must be letters, digits and hyphens, 60 at most")
      .default("gitpod-azure-devops")
      .meta({ description: "Prefix of the names of the Key Vault's secrets. Changing it renames them." }),
    adoptExisting: onOff().default(false).meta({
      description: "Take over the integration that the organization already has for this host, instead of failing.",
    }),
    verifyCredentials: onOff().default(true).meta({
      description: "Check with Entra that a client secret works before Gitpod gets it.",
    }),
  })
  .refine(({ rotateAfterDays, secretLifetimeDays }) => !(Number(rotateAfterDays) >= secretLifetimeDays), {
    path: ["rotateAfterDays"],
    error: "must be less than secretLifetimeDays, or the secret ends before it is renewed",
    // Even when another setting is wrong, so that one run reports everything.
    when: ({ value }) => Number.isInteger(Object(value).rotateAfterDays),
  });

/** Name of a setting, without the namespace. */
export type SettingName = keyof typeof settingsSchema.shape;

/** Names of all settings. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as readonly SettingName[];

/** Describes every setting, in the schema's order. */
export function describeSettings(): SettingDescription<SettingName>[] {
  return describeSchema(settingsSchema);
}

/** The default permissions of each platform. */
function defaults(): string {
  const each = Object.values(PLATFORM_SETTINGS).map(({ platform }) => {
    return `${platform.defaultPermissions.join(", ")} for ${platform.displayName}`;
  });
  return each.join("; ");
}
