import { Application } from "@pulumi/azuread/application.js";
import { ApplicationPassword } from "@pulumi/azuread/applicationPassword.js";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal.js";
import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../debugLog.ts";
import { Rotation, type RotationArgs } from "../gitpod/rotation.ts";
import { adminConsentUrl, oauthEndpoints, PUBLIC_AUTHORITY_HOST } from "./endpoints.ts";
import { DEFAULT_PERMISSIONS, type PermissionName, requiredResourceAccesses } from "./permissions.ts";
import { consentForTenant } from "./tenantConsent.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Inputs of {@link EntraApplication}. */
export interface EntraApplicationArgs {
  /** Directory (tenant) in which the app is registered; the `azuread` provider must be signed in to the same one. */
  tenantId: pulumi.Input<string>;
  /** Redirect URI on the platform "Web", to which Entra sends the authorization code. Changing it updates the app. */
  redirectUri: pulumi.Input<string>;
  /** Display name of the app, which people see on the consent page. Default `Gitpod`. Changing it updates the app. */
  applicationName?: pulumi.Input<string> | undefined;
  /** Sign-in host of the cloud, with its scheme. Default `https://login.microsoftonline.com`. Changes both endpoints. */
  authorityHost?: pulumi.Input<string> | undefined;
  /** Delegated permissions. Default vso.code_write, vso.profile and User.Read. Changing them updates the app. */
  permissions?: pulumi.Input<readonly PermissionName[]> | undefined;
  /**
   * Consent to the permissions for everybody in the tenant. Default false: each person is asked, or an administrator
   * opens `adminConsentUrl`. Needs DelegatedPermissionGrant.ReadWrite.All and Application.Read.All, or
   * Directory.ReadWrite.All. Turning it off takes the consent back.
   */
  adminConsent?: boolean | undefined;
  /** When the client secret ends and is renewed. */
  rotation?: RotationArgs | undefined;
  /**
   * A client secret that the app has already, made by hand; always kept secret. While it is given, no other is made and
   * none is renewed. Not the one that was made here: it would be deleted. Taking it away makes one; the one made by hand stays valid until it ends or somebody deletes it.
   */
  existingClientSecret?: pulumi.Input<string> | undefined;
  /**
   * Object ids of the people and service principals that own the app. Default: Entra's own, none. Someone who deploys
   * with Application.ReadWrite.OwnedBy must be among them. Changing them updates the app.
   */
  owners?: pulumi.Input<string[]> | undefined;
  /** Notes for administrators, shown in the portal. Changing them updates the app. */
  notes?: pulumi.Input<string> | undefined;
  /** Tags of the app. Changing them updates the app. */
  tags?: pulumi.Input<string[]> | undefined;
  /** Reference to the app in a service or asset management database. Changing it updates the app. */
  serviceManagementReference?: pulumi.Input<string> | undefined;
}

/**
 * An app registration in Microsoft Entra ID with what the portal would add by itself or by a click: its service
 * principal in the tenant and a client secret, whose end date stays the same until it is renewed.
 */
export class EntraApplication extends pulumi.ComponentResource {
  /** Redirect URI of the app. */
  readonly redirectUri: pulumi.Output<string>;
  /** Application (client) id. */
  readonly clientId: pulumi.Output<string>;
  /** Object id of the app registration, which other tools ask for. Not that of its service principal. */
  readonly objectId: pulumi.Output<string>;
  /** The present client secret. Known to Pulumi only as a secret. */
  readonly clientSecret: pulumi.Output<string>;
  /** OAuth 2.0 authorization endpoint of the tenant. */
  readonly authorizationUrl: pulumi.Output<string>;
  /** OAuth 2.0 token endpoint of the tenant. */
  readonly tokenUrl: pulumi.Output<string>;
  /** Page on which an administrator consents for everybody in the tenant. */
  readonly adminConsentUrl: pulumi.Output<string>;
  /** When the client secret ends (RFC 3339, UTC). Undefined for one that was made by hand. */
  readonly secretExpiresAt: pulumi.Output<string | undefined>;

  constructor(name: string, args: EntraApplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gitpod-azure-devops:index:EntraApplication", name, {}, opts);
    const parent = { parent: this };

    const application = new Application(`${name}-application`, applicationArgs(args), parent);
    const principal = new ServicePrincipal(
      `${name}-service-principal`,
      servicePrincipalArgs(args, application),
      parent,
    );
    if (args.adminConsent) consentForTenant(name, args.permissions ?? DEFAULT_PERMISSIONS, principal, parent);
    withholdSecretsFromDebugLog();
    const secret = this.#secretOf(name, args, application);
    const tenant = pulumi.all([args.authorityHost ?? PUBLIC_AUTHORITY_HOST, args.tenantId] as const);
    const endpoints = tenant.apply(([authorityHost, tenantId]) => oauthEndpoints(authorityHost, tenantId));

    this.redirectUri = pulumi.output(args.redirectUri);
    this.clientId = application.clientId;
    this.objectId = application.objectId;
    this.clientSecret = pulumi.secret(secret.value);
    this.authorizationUrl = endpoints.authorizationUrl;
    this.tokenUrl = endpoints.tokenUrl;
    this.adminConsentUrl = pulumi
      .all([tenant, application.clientId] as const)
      .apply(([[authorityHost, tenantId], clientId]) => adminConsentUrl(authorityHost, tenantId, clientId));
    this.secretExpiresAt = pulumi.output(secret.expiresAt);
    this.registerOutputs({
      redirectUri: this.redirectUri,
      clientId: this.clientId,
      objectId: this.objectId,
      clientSecret: this.clientSecret,
      authorizationUrl: this.authorizationUrl,
      tokenUrl: this.tokenUrl,
      adminConsentUrl: this.adminConsentUrl,
      secretExpiresAt: this.secretExpiresAt,
    });
  }

  #secretOf(name: string, args: EntraApplicationArgs, application: Application): ClientSecret {
    if (args.existingClientSecret !== undefined) {
      pulumi.log.info(
        "the client secret was made by hand: when it ends is not known here, and it is not renewed",
        this,
      );
      return { value: args.existingClientSecret, expiresAt: undefined };
    }
    const rotation = new Rotation(`${name}-secret-rotation`, args.rotation, { parent: this });
    const password = new ApplicationPassword(`${name}-secret`, passwordArgs(application, rotation), {
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

/** One app with everything in it: the split resources (ApplicationRedirectUris, ...) would undo each other's work. */
function applicationArgs(args: EntraApplicationArgs) {
  return {
    displayName: args.applicationName ?? "Gitpod",
    signInAudience: "AzureADMyOrg",
    // Else the azuread plugin refuses the very preview that asks which app to import.
    preventDuplicateNames: args.existingClientSecret === undefined,
    fallbackPublicClientEnabled: false,
    web: {
      redirectUris: [args.redirectUri],
      implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false },
    },
    requiredResourceAccesses: pulumi.output(args.permissions ?? DEFAULT_PERMISSIONS).apply(requiredResourceAccesses),
    owners: args.owners,
    notes: args.notes,
    // Left out, they would stay as they are: the azuread provider removes them only for an empty list.
    tags: args.tags ?? [],
    serviceManagementReference: args.serviceManagementReference,
  };
}

/** The portal makes the service principal when a person registers an app; Microsoft Graph does not. */
function servicePrincipalArgs(args: EntraApplicationArgs, application: Application) {
  return { clientId: application.clientId, owners: args.owners };
}

/**
 * The name is fixed: changing it would replace the secret. The end is that of a secret made now. The engine leaves a change
 * of it alone (`ignoreChanges`) while the secret stays, and takes it for one that is made: by rotation, and also when
 * somebody has deleted the one before. So each has a whole lifetime.
 */
function passwordArgs(application: Application, rotation: Rotation) {
  return {
    applicationId: application.id,
    displayName: "Gitpod, managed by Pulumi",
    endDate: pulumi
      .all([rotation.expiresAt, rotation.lifetimeDays] as const)
      .apply(([issued, lifetimeDays]) => endOfLifetime(issued, lifetimeDays)),
    rotateWhenChanged: { generation: pulumi.interpolate`${rotation.generation}` },
  };
}

/** Later than the one of the present generation where that was issued before this run. */
function endOfLifetime(issued: string, lifetimeDays: number): string {
  const now = Math.floor(Date.now() / 1000) * 1000;
  return new Date(Math.max(Date.parse(issued), now + lifetimeDays * DAY)).toISOString().replace(".000Z", "Z");
}
