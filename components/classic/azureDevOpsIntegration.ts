import * as pulumi from "@pulumi/pulumi";
import { AZURE_DEVOPS_SERVICES } from "../../platforms/azureDevOpsHost.ts";
import { CLASSIC } from "../../platforms/classic.ts";
import { EntraApplication, FORMER_TYPE as FORMER_APPLICATION_TYPE } from "../entra/entraApplication.ts";
import { lackedPermissions, type PermissionName } from "../entra/permissions.ts";
import { AuthProvider, type AuthProviderArgs } from "../gitpod/authProvider.ts";
import { tokenHook } from "../gitpod/tokenHook.ts";
import { type AzureDevOpsIntegrationArgs, AzureDevOpsIntegrationOutputs } from "./azureDevOpsIntegrationSchema.ts";
import { DEFAULT_PERMISSIONS } from "./permissions.ts";

const TYPE = "gitpod:index:AzureDevOpsIntegration";
/** Before the plugin served the component to other languages. */
const FORMER_TYPE = "gitpod-azure-devops:index:AzureDevOpsIntegration";

/** Inputs of an integration, whatever app it signs people in with. */
type IntegrationArgs = Pick<
  AzureDevOpsIntegrationArgs,
  "organizationId" | "providerHost" | "adoptExisting" | "verifyCredentials"
>;

/** Inputs of the app registration that Gitpod Classic needs. */
export type ApplicationArgs = Omit<AzureDevOpsIntegrationArgs, keyof IntegrationArgs>;

/** Inputs of an {@link AzureDevOpsIntegration} that shares an app with others. */
export interface SharedApplicationArgs extends IntegrationArgs {
  /**
   * App registration that it signs people in with, or a function that registers one as part of the integration. Changing it
   * updates the integration.
   */
  application: EntraApplication | ((opts: pulumi.ComponentResourceOptions) => EntraApplication);
}

type AnyArgs = (AzureDevOpsIntegrationArgs & { application?: undefined }) | SharedApplicationArgs;

export type { AzureDevOpsIntegrationArgs } from "./azureDevOpsIntegrationSchema.ts";

/** Azure DevOps for an organization of Gitpod Classic, with the outputs of {@link AzureDevOpsIntegrationOutputs}. */
export class AzureDevOpsIntegration extends AzureDevOpsIntegrationOutputs {
  /** The app registration: its own, unless it was given one. */
  readonly application: EntraApplication;

  constructor(name: string, args: AnyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, opts, FORMER_TYPE);
    warnOfOtherHosts(args.providerHost, this);
    const application = applicationOf(name, args, { parent: this, aliases: withoutParent() });
    const integration = new AuthProvider(`${name}-integration`, authProviderArgs(args, application), {
      parent: this,
      // The service principal too: without it Entra accepts the app's secret from nobody.
      dependsOn: [application],
    });

    this.application = application;
    this.setOutputs<AzureDevOpsIntegration>({
      ...applicationOutputs(application),
      integrationId: integration.id,
      activationUrl: integration.activationUrl,
      verified: integration.verified,
    });
  }
}

function applicationOf(name: string, args: AnyArgs, opts: pulumi.ComponentResourceOptions): EntraApplication {
  if (args.application === undefined) {
    return newApplication(name, args, opts, tokenHook(name, { organizationIds: [args.organizationId] }, opts.parent));
  }
  return typeof args.application === "function" ? args.application(opts) : args.application;
}

/** The outputs of an integration that its app has, by the names that an integration gives them. */
export function applicationOutputs(application: EntraApplication) {
  return {
    redirectUri: application.redirectUri,
    authorizationUrl: application.authorizationUrl,
    tokenUrl: application.tokenUrl,
    clientId: application.clientId,
    clientSecret: application.clientSecret,
    applicationObjectId: application.objectId,
    adminConsentUrl: application.adminConsentUrl,
    secretExpiresAt: application.secretExpiresAt,
  };
}

/** An app registration for integrations to share. It stays the same one when an integration that had made it goes. */
export function sharedApplication(name: string, args: ApplicationArgs): EntraApplication {
  return newApplication(name, args, { aliases: formerParents(name) });
}

/** Where the app of this name is while an integration is its parent: aliases of one that has none. */
export function formerParents(name: string): pulumi.Alias[] {
  return [
    { parent: pulumi.createUrn(name, TYPE) },
    { parent: pulumi.createUrn(name, FORMER_TYPE), type: FORMER_APPLICATION_TYPE },
  ];
}

/** Where the app is when {@link sharedApplication} made it, before an integration became its parent. */
function withoutParent(): pulumi.Alias[] {
  return [undefined, FORMER_APPLICATION_TYPE].map((type) => ({
    parent: pulumi.rootStackResource,
    ...(type && { type }),
  }));
}

function newApplication(
  name: string,
  args: ApplicationArgs,
  opts: pulumi.ComponentResourceOptions,
  hooks?: pulumi.ResourceHookBinding,
): EntraApplication {
  const { redirectUri, applicationName = "Gitpod", permissions = DEFAULT_PERMISSIONS, ...same } = args;
  refuseMissingPermissions(permissions);
  return new EntraApplication(
    name,
    {
      ...same,
      displayName: applicationName,
      redirectUris: [redirectUri],
      permissions,
      // Gitpod asks for it besides the permissions of the app.
      offlineAccess: true,
      secretDisplayName: "Gitpod, managed by Pulumi",
    },
    opts,
    hooks,
  );
}

/** Entra would accept an app without these permissions, and refuse its activation. */
function refuseMissingPermissions(permissions: pulumi.Input<readonly PermissionName[]>): void {
  const lacked = Array.isArray(permissions) ? lackedPermissions(CLASSIC, permissions) : undefined;
  if (lacked !== undefined) throw new pulumi.RunError(`permissions ${lacked}`);
}

function warnOfOtherHosts(providerHost: IntegrationArgs["providerHost"], integration: pulumi.Resource): void {
  if (typeof providerHost !== "string" || providerHost.toLowerCase() === AZURE_DEVOPS_SERVICES) return;
  pulumi.log.warn(
    `only ${AZURE_DEVOPS_SERVICES} signs people in by Microsoft Entra ID: an Azure DevOps Server such as ${providerHost} ` +
      "does not accept Entra's tokens, so members will most likely not be able to connect",
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
