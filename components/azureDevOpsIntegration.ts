import * as pulumi from "@pulumi/pulumi";
import { EntraApplication, type EntraApplicationArgs } from "./entraApplication.ts";
import { AuthProvider, type AuthProviderArgs } from "./gitpod/authProvider.ts";

/** Inputs of {@link AzureDevOpsIntegration}: those of its two sides, less what one side takes from the other. */
export interface AzureDevOpsIntegrationArgs
  extends EntraApplicationArgs,
    Pick<AuthProviderArgs, "organizationId" | "adoptExisting" | "verifyCredentials"> {
  /**
   * Host of Azure DevOps, in lower case, with neither scheme nor slash. Default `dev.azure.com`. Changing it replaces
   * the integration and keeps the app.
   */
  providerHost?: pulumi.Input<string> | undefined;
}

/**
 * Azure DevOps for a Gitpod organization: the app registration in Microsoft Entra ID and the integration which signs
 * people in with it. An organization owner then opens `activationUrl` once.
 */
export class AzureDevOpsIntegration extends pulumi.ComponentResource {
  /** Redirect URI of the app. */
  readonly redirectUri: pulumi.Output<string>;
  /** OAuth 2.0 authorization endpoint of the tenant. */
  readonly authorizationUrl: pulumi.Output<string>;
  /** OAuth 2.0 token endpoint of the tenant. */
  readonly tokenUrl: pulumi.Output<string>;
  /** Application (client) id of the app. */
  readonly clientId: pulumi.Output<string>;
  /** The present client secret. Known to Pulumi only as a secret. */
  readonly clientSecret: pulumi.Output<string>;
  /** Object id of the app registration. */
  readonly applicationObjectId: pulumi.Output<string>;
  /** Gitpod's id of the integration. */
  readonly integrationId: pulumi.Output<string>;
  /** Link by which an organization owner activates the integration, at first and after each change of credentials. */
  readonly activationUrl: pulumi.Output<string>;
  /** Whether an owner has activated the integration since its credentials last changed. Live after a refresh. */
  readonly verified: pulumi.Output<boolean>;
  /** Page on which an administrator consents for everybody in the tenant, so that nobody else is asked. */
  readonly adminConsentUrl: pulumi.Output<string>;
  /** When the client secret ends (RFC 3339, UTC). Undefined for one that was made by hand. */
  readonly secretExpiresAt: pulumi.Output<string | undefined>;

  constructor(name: string, args: AzureDevOpsIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gitpod-azure-devops:index:AzureDevOpsIntegration", name, {}, opts);

    const entra = new EntraApplication(name, args, { parent: this });
    const integration = new AuthProvider(`${name}-integration`, authProviderArgs(args, entra), {
      parent: this,
      // The service principal too: without it Entra accepts the app's secret from nobody.
      dependsOn: [entra],
    });

    this.redirectUri = pulumi.output(args.redirectUri);
    this.authorizationUrl = entra.authorizationUrl;
    this.tokenUrl = entra.tokenUrl;
    this.clientId = entra.clientId;
    this.clientSecret = entra.clientSecret;
    this.applicationObjectId = entra.objectId;
    this.integrationId = integration.id;
    this.activationUrl = integration.activationUrl;
    this.verified = integration.verified;
    this.adminConsentUrl = entra.adminConsentUrl;
    this.secretExpiresAt = entra.secretExpiresAt;
    this.registerOutputs({
      redirectUri: this.redirectUri,
      authorizationUrl: this.authorizationUrl,
      tokenUrl: this.tokenUrl,
      clientId: this.clientId,
      clientSecret: this.clientSecret,
      applicationObjectId: this.applicationObjectId,
      integrationId: this.integrationId,
      activationUrl: this.activationUrl,
      verified: this.verified,
      adminConsentUrl: this.adminConsentUrl,
      secretExpiresAt: this.secretExpiresAt,
    });
  }
}

function authProviderArgs(args: AzureDevOpsIntegrationArgs, entra: EntraApplication): AuthProviderArgs {
  return {
    organizationId: args.organizationId,
    host: args.providerHost,
    authorizationUrl: entra.authorizationUrl,
    tokenUrl: entra.tokenUrl,
    clientId: entra.clientId,
    clientSecret: entra.clientSecret,
    adoptExisting: args.adoptExisting,
    verifyCredentials: args.verifyCredentials,
  };
}
