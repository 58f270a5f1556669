import { z } from "zod";
import { PUBLIC_AUTHORITY_HOST } from "../../components/entra/endpoints.ts";
import { authorityHostProblem, redirectUriProblem } from "../../components/entra/problems.ts";
import type { ComponentDefinition } from "../../provider-kit/component.ts";
import { refuse } from "../../provider-kit/problem.ts";
import { permissions, rotation, text, uuid } from "./types.ts";

const EXAMPLE_REDIRECT_URI = "https://app.example.com/auth/callback";

export const redirectUri = (example: string) => text().check(refuse((value) => redirectUriProblem(value, example)));

/** Inputs that every component with an app registration has. */
export const sharedInputs = z.object({
  tenantId: uuid("the directory (tenant) id").meta({
    description:
      "Directory (tenant) in which the app is registered; the `azuread` provider must be signed in to the same one.",
  }),
  authorityHost: text().check(refuse(authorityHostProblem)).default(PUBLIC_AUTHORITY_HOST).meta({
    description: "Sign-in host of the cloud, with its scheme. Changes both endpoints.",
  }),
  adminConsent: z.boolean("must be true or false").default(false).meta({
    description:
      "Consent to the permissions for everybody in the tenant. Without it, each person is asked, or an administrator opens `adminConsentUrl`. Needs DelegatedPermissionGrant.ReadWrite.All and Application.Read.All, or Directory.ReadWrite.All. Turning it off withdraws the consent.",
    plain: true,
  }),
  rotation: rotation.optional().meta({ description: "When the client secret ends and is renewed." }),
  existingClientSecret: text().trim().min(1, "must not be blank").optional().meta({
    description:
      "A client secret of the app that was made by hand. While it is set, no secret is made or renewed. It must not be one that this component has made: that one would be deleted. Removing it makes a new secret; the one made by hand stays valid until it ends or somebody deletes it.",
    secret: true,
  }),
  owners: z
    .array(uuid("the object id of a person or a service principal"), "must be a list of object ids (UUIDs)")
    .optional()
    .meta({
      description:
        "Object ids of the people and service principals that own the app. Default: none. Must include an identity that deploys with Application.ReadWrite.OwnedBy.",
    }),
  notes: text().optional().meta({ description: "Notes for administrators, shown in the portal." }),
  tags: z.array(text(), "must be a list of texts").optional().meta({ description: "Tags of the app." }),
  serviceManagementReference: text()
    .optional()
    .meta({ description: "Reference to the app in a service or asset management database." }),
});

const inputs = z.object({
  displayName: text().min(1, "must not be empty").meta({
    description: "Display name of the app, which people see on the consent page.",
  }),
  redirectUris: z
    .array(redirectUri(EXAMPLE_REDIRECT_URI), "must be a list of redirect URIs")
    .min(1, "must have at least one redirect URI")
    .meta({
      description: 'Redirect URIs on the platform "Web", to which Entra sends the authorization code.',
      plain: true,
    }),
  permissions: permissions.meta({ description: "Delegated permissions that the app asks for." }),
  idTokens: z.boolean("must be true or false").default(false).meta({
    description: "Whether the authorization endpoint issues ID tokens (implicit grant).",
  }),
  offlineAccess: z.boolean("must be true or false").default(false).meta({
    description: "Whether the consent for everybody includes refresh tokens (`offline_access`).",
    plain: true,
  }),
  secretDisplayName: text().default("Managed by Pulumi").meta({
    description: "Display name of the client secret. Changing it replaces the secret.",
  }),
  ...sharedInputs.shape,
});

const outputs = z.object({
  redirectUri: z.string().meta({ description: "The first redirect URI of the app." }),
  clientId: z.string().meta({ description: "Application (client) id." }),
  objectId: z.string().meta({
    description: "Object id of the app registration, which other tools ask for. Not that of its service principal.",
  }),
  clientSecret: z.string().meta({ description: "The present client secret.", secret: true }),
  authorizationUrl: z.string().meta({ description: "OAuth 2.0 authorization endpoint of the tenant." }),
  tokenUrl: z.string().meta({ description: "OAuth 2.0 token endpoint of the tenant." }),
  adminConsentUrl: z.string().meta({
    description: "Page on which an administrator consents for everybody in the tenant, so that nobody else is asked.",
  }),
  secretExpiresAt: z.string().optional().meta({
    description: "When the client secret ends (RFC 3339, UTC). Unset for one that was made by hand.",
  }),
});

/** Outputs that every component with an app registration has. */
export const sharedOutputs = outputs.omit({ redirectUri: true, objectId: true });

export const entraApplication: ComponentDefinition<typeof inputs, typeof outputs> = {
  token: "gitpod:index:EntraApplication",
  description:
    "An app registration in Microsoft Entra ID, its service principal in the tenant, which the portal would add by itself, and a client secret whose end date stays the same until it is renewed. Changing an input updates the app unless the input says otherwise.",
  inputs,
  outputs,
  load: async () => (await import("../../components/entra/entraApplication.ts")).EntraApplication,
};
