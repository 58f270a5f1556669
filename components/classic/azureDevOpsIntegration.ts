import * as pulumi from "@pulumi/pulumi";
import { AZURE_DEVOPS_SERVICES } from "../../platforms/azureDevOpsHost.ts";
import { EntraApplication, type EntraApplicationArgs } from "../entra/entraApplication.ts";
import { missingPermissions } from "../entra/permissions.ts";
import { AuthProvider, type AuthProviderArgs } from "../gitpod/authProvider.ts";

const TYPE = "gitpod-azure-devops:index:AzureDevOpsIntegration";

/** Where {@link sharedApplication} has the app, for a stack whose integrations shared it before. */
const WITHOUT_PARENT: pulumi.Alias = { parent: pulumi.rootStackResource };

/** What an integration is told, whatever app it signs people in with. */
interface IntegrationArgs extends Pick<AuthProviderArgs, "organizationId" | "adoptExisting" | "verifyCredentials"> {
  /**
   * Host of Azure DevOps, in lower case, with neither scheme nor slash. Default `dev.azure.com`. Changing it replaces
   * the integration and keeps the app.
   */
  providerHost?: pulumi.Input<string> | undefined;
}

/** Inputs of an {@link AzureDevOpsIntegration} with an app of its own: those of its two sides. */
export interface AzureDevOpsIntegrationArgs extends EntraApplicationArgs, IntegrationArgs {
  application?: undefined;
}

/** Inputs of an {@link AzureDevOpsIntegration} beside others of the same app. */
export interface SharedApplicationArgs extends IntegrationArgs {
  /** App registration that it signs people in with. Changing it updates the integration. */
  application: EntraApplication;
}

/**
 * Azure DevOps for a Gitpod organization: the app registration in Microsoft Entra ID and the integration which signs
 * people in with it. An organization owner then opens `activationUrl` once.
 */
export class AzureDevOpsIntegration extends pulumi.ComponentResource {
  /** The app registration: its own, unless it was given one. */
  readonly application: EntraApplication;
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

  constructor(
    name: string,
    args: AzureDevOpsIntegrationArgs | SharedApplicationArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(TYPE, name, {}, opts);

    if (args.application === undefined) refuseFewPermissions(args);
    const application =
      args.application ?? new EntraApplication(name, args, { parent: this, aliases: [WITHOUT_PARENT] });
    warnOfOtherHosts(args.providerHost, this);
    const integration = new AuthProvider(`${name}-integration`, authProviderArgs(args, application), {
      parent: this,
      // The service principal too: without it Entra accepts the app's secret from nobody.
      dependsOn: [application],
    });

    this.application = application;
    this.redirectUri = application.redirectUri;
    this.authorizationUrl = application.authorizationUrl;
    this.tokenUrl = application.tokenUrl;
    this.clientId = application.clientId;
    this.clientSecret = application.clientSecret;
    this.applicationObjectId = application.objectId;
    this.integrationId = integration.id;
    this.activationUrl = integration.activationUrl;
    this.verified = integration.verified;
    this.adminConsentUrl = application.adminConsentUrl;
    this.secretExpiresAt = application.secretExpiresAt;
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

/** The app registration alone, as it is when integrations share it; it stays the same one when the first of them goes. */
export function sharedApplication(name: string, args: EntraApplicationArgs): EntraApplication {
  return new EntraApplication(name, args, { aliases: [{ parent: pulumi.createUrn(name, TYPE) }] });
}

/** An app without these permissions would be made, and then refused at the activation. */
function refuseFewPermissions({ permissions }: EntraApplicationArgs): void {
  const missing = Array.isArray(permissions) ? missingPermissions(permissions) : [];
  if (missing.length === 0) return;
  throw new pulumi.RunError(`permissions lack ${missing.join(" and ")}, for which Gitpod always asks`);
}

function warnOfOtherHosts(providerHost: IntegrationArgs["providerHost"], integration: pulumi.Resource): void {
  if (typeof providerHost !== "string" || providerHost.toLowerCase() === AZURE_DEVOPS_SERVICES) return;
  pulumi.log.warn(
    `only ${AZURE_DEVOPS_SERVICES} signs people in by Microsoft Entra ID: an Azure DevOps Server such as ${providerHost} ` +
      "does not take its tokens, so members will most likely not be able to connect",
    integration,
  );
}

function authProviderArgs(args: IntegrationArgs, application: EntraApplication): AuthProviderArgs {
  return {
    organizationId: args.organizationId,
    host: args.providerHost,
    authorizationUrl: application.authorizationUrl,
    tokenUrl: application.tokenUrl,
    clientId: application.clientId,
    clientSecret: application.clientSecret,
    adoptExisting: args.adoptExisting,
    verifyCredentials: args.verifyCredentials,
  };
}
