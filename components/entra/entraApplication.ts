import { Application } from "@pulumi/azuread/application.js";
import { ApplicationPassword } from "@pulumi/azuread/applicationPassword.js";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal.js";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component.ts";
import { withholdSecretsFromDebugLog } from "../base/debugLog.ts";
import { Rotation, type RotationArgs } from "../gitpod/rotation.ts";
import { adminConsentUrl, oauthEndpoints, PUBLIC_AUTHORITY_HOST } from "./endpoints.ts";
import { type PermissionName, requiredResourceAccesses } from "./permissions.ts";
import { consentForTenant } from "./tenantConsent.ts";

const TYPE = "gitpod:index:EntraApplication";
/** Before the plugin served the component to other languages. */
export const FORMER_TYPE = "gitpod-azure-devops:index:EntraApplication";

const DAY = 24 * 60 * 60 * 1000;

/** Inputs of {@link EntraApplication}. Changing one updates the app unless it says otherwise. */
export interface EntraApplicationArgs {
  /** Directory (tenant) in which the app is registered; the `azuread` provider must be signed in to the same one. */
  tenantId: pulumi.Input<string>;
  /** Display name of the app, which people see on the consent page. */
  displayName: pulumi.Input<string>;
  /** Redirect URIs on the platform "Web", to which Entra sends the authorization code. */
  redirectUris: readonly [pulumi.Input<string>, ...pulumi.Input<string>[]];
  /** Delegated permissions that the app asks for. */
  permissions: pulumi.Input<readonly PermissionName[]>;
  /** Whether the authorization endpoint issues ID tokens (implicit grant). Default false. */
  idTokens?: pulumi.Input<boolean> | undefined;
  /** Sign-in host of the cloud, with its scheme. Default `https://login.microsoftonline.com`. Changes both endpoints. */
  authorityHost?: pulumi.Input<string> | undefined;
  /**
   * Consent to the permissions for everybody in the tenant. Default false: each person is asked, or an administrator
   * opens `adminConsentUrl`. Needs DelegatedPermissionGrant.ReadWrite.All and Application.Read.All, or
   * Directory.ReadWrite.All. Turning it off withdraws the consent.
   */
  adminConsent?: boolean | undefined;
  /** Whether the consent for everybody includes refresh tokens (`offline_access`). Default false. */
  offlineAccess?: boolean | undefined;
  /** Display name of the client secret. Default `Managed by Pulumi`. Changing it replaces the secret. */
  secretDisplayName?: pulumi.Input<string> | undefined;
  /** When the client secret ends and is renewed. */
  rotation?: RotationArgs | undefined;
  /**
   * A client secret of the app that was made by hand; always kept secret. While it is set, no secret is made or renewed.
   * It must not be one that this component has made: that one would be deleted. Removing it makes a new secret; the one
   * made by hand stays valid until it ends or somebody deletes it.
   */
  existingClientSecret?: pulumi.Input<string> | undefined;
  /**
   * Object ids of the people and service principals that own the app. Default: none. Must include an identity that
   * deploys with Application.ReadWrite.OwnedBy.
   */
  owners?: pulumi.Input<string[]> | undefined;
  /** Notes for administrators, shown in the portal. */
  notes?: pulumi.Input<string> | undefined;
  /** Tags of the app. */
  tags?: pulumi.Input<string[]> | undefined;
  /** Reference to the app in a service or asset management database. */
  serviceManagementReference?: pulumi.Input<string> | undefined;
}

/**
 * An app registration in Microsoft Entra ID, its service principal in the tenant, which the portal would add by itself,
 * and a client secret whose end date stays the same until it is renewed.
 */
export class EntraApplication extends Component {
  /** The first redirect URI of the app. */
  declare readonly redirectUri: pulumi.Output<string>;
  /** Application (client) id. */
  declare readonly clientId: pulumi.Output<string>;
  /** Object id of the app registration, which other tools ask for. Not that of its service principal. */
  declare readonly objectId: pulumi.Output<string>;
  /** The present client secret. Known to Pulumi only as a secret. */
  declare readonly clientSecret: pulumi.Output<string>;
  /** OAuth 2.0 authorization endpoint of the tenant. */
  declare readonly authorizationUrl: pulumi.Output<string>;
  /** OAuth 2.0 token endpoint of the tenant. */
  declare readonly tokenUrl: pulumi.Output<string>;
  /** Page on which an administrator consents for everybody in the tenant. */
  declare readonly adminConsentUrl: pulumi.Output<string>;
  /** When the client secret ends (RFC 3339, UTC). Undefined for one that was made by hand. */
  declare readonly secretExpiresAt: pulumi.Output<string | undefined>;

  constructor(name: string, args: EntraApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, opts, FORMER_TYPE);
    const parent = { parent: this };

    const application = new Application(`${name}-application`, applicationArgs(args), parent);
    const principal = new ServicePrincipal(
      `${name}-service-principal`,
      // The portal makes it when a person registers an app; Microsoft Graph does not.
      { clientId: application.clientId, owners: args.owners },
      parent,
    );
    if (args.adminConsent) consentForTenant(name, args, principal, parent);
    withholdSecretsFromDebugLog();
    const secret = this.#clientSecret(name, args, application);
    const tenant = pulumi.all([args.authorityHost ?? PUBLIC_AUTHORITY_HOST, args.tenantId] as const);
    const endpoints = tenant.apply(([authorityHost, tenantId]) => oauthEndpoints(authorityHost, tenantId));

    this.setOutputs<EntraApplication>({
      redirectUri: pulumi.output(args.redirectUris[0]),
      clientId: application.clientId,
      objectId: application.objectId,
      clientSecret: pulumi.secret(secret.value),
      authorizationUrl: endpoints.authorizationUrl,
      tokenUrl: endpoints.tokenUrl,
      adminConsentUrl: pulumi
        .all([tenant, application.clientId] as const)
        .apply(([[authorityHost, tenantId], clientId]) => adminConsentUrl(authorityHost, tenantId, clientId)),
      secretExpiresAt: pulumi.output(secret.expiresAt),
    });
  }

  #clientSecret(name: string, args: EntraApplicationArgs, application: Application): ClientSecret {
    if (args.existingClientSecret !== undefined) {
      pulumi.log.info("the client secret was made by hand: its end is not known here, and it is not renewed", this);
      return { value: args.existingClientSecret, expiresAt: undefined };
    }
    const rotation = new Rotation(`${name}-secret-rotation`, args.rotation, { parent: this });
    const password = new ApplicationPassword(`${name}-secret`, passwordArgs(args, application, rotation), {
      parent: this,
      ignoreChanges: ["endDate"],
    });
    return { value: password.value, expiresAt: password.endDate };
  }
}

interface ClientSecret {
  readonly value: pulumi.Input<string>;
  readonly expiresAt: pulumi.Output<string> | undefined;
}

/** One resource for the whole app: the split resources (ApplicationRedirectUris, ...) would undo each other's work. */
function applicationArgs(args: EntraApplicationArgs) {
  return {
    displayName: args.displayName,
    signInAudience: "AzureADMyOrg",
    // Otherwise the azuread plugin refuses the very preview that asks which app to import.
    preventDuplicateNames: args.existingClientSecret === undefined,
    fallbackPublicClientEnabled: false,
    web: {
      redirectUris: [...args.redirectUris],
      implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: args.idTokens ?? false },
    },
    requiredResourceAccesses: pulumi.output(args.permissions).apply(requiredResourceAccesses),
    owners: args.owners,
    notes: args.notes,
    // The azuread provider removes tags only for an empty list; it keeps those that are left out.
    tags: args.tags ?? [],
    serviceManagementReference: args.serviceManagementReference,
  };
}

/**
 * The end date is that of a secret made now. While the secret stays, the engine ignores a change of it (`ignoreChanges`).
 * A secret that is made, by rotation or because somebody deleted the former one, gets it, and so a whole lifetime.
 */
function passwordArgs(args: EntraApplicationArgs, application: Application, rotation: Rotation) {
  return {
    applicationId: application.id,
    displayName: args.secretDisplayName ?? "Managed by Pulumi",
    endDate: pulumi
      .all([rotation.expiresAt, rotation.lifetimeDays] as const)
      .apply(([rotationEnd, lifetimeDays]) => endOfLifetime(rotationEnd, lifetimeDays)),
    rotateWhenChanged: { generation: pulumi.interpolate`${rotation.generation}` },
  };
}

/** A whole lifetime from now, even if the present generation was issued in an earlier run. */
function endOfLifetime(rotationEnd: string, lifetimeDays: number): string {
  const now = Math.floor(Date.now() / 1000) * 1000;
  return new Date(Math.max(Date.parse(rotationEnd), now + lifetimeDays * DAY)).toISOString().replace(".000Z", "Z");
}
