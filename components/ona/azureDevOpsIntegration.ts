import * as pulumi from "@pulumi/pulumi";
import { ONA } from "../../platforms/ona.ts";
import type { ClientSecret } from "../entra/clientSecret.ts";
import { issuerUrl, PUBLIC_AUTHORITY_HOST } from "../entra/endpoints.ts";
import { EntraApplication } from "../entra/entraApplication.ts";
import { lackedPermissions, type PermissionName } from "../entra/permissions.ts";
import { RunnerScm } from "../gitpod/runnerScm.ts";
import { ScmIntegration } from "../gitpod/scmIntegration.ts";
import { tokenHook } from "../gitpod/tokenHook.ts";
import {
  type OnaAzureDevOpsIntegrationArgs,
  OnaAzureDevOpsIntegrationOutputs,
} from "./onaAzureDevOpsIntegrationSchema.ts";

const TYPE = "gitpod:index:OnaAzureDevOpsIntegration";

/** Display name of a client secret that is for Ona alone. */
export const SECRET_NAME = "Ona, managed by Pulumi";

/** Inputs of an integration, whatever app it signs people in with. */
type IntegrationArgs = Pick<
  OnaAzureDevOpsIntegrationArgs,
  "runnerId" | "host" | "pat" | "adoptExisting" | "verifyCredentials"
> & {
  /** What the runner says. Default: a resource of its own. */
  runner?: RunnerScm | undefined;
};

/** Inputs of an {@link OnaAzureDevOpsIntegration} that shares an app with others. */
export type SharedOnaApplicationArgs = IntegrationArgs & {
  /**
   * App registration that it signs people in with, with the runner's redirect URI, ID tokens and Ona's permissions. Changing it
   * updates the integration, and people connect again.
   */
  application: EntraApplication;
  /** Issuer of the tenant's tokens. Changing it updates the integration, and people connect again. */
  issuerUrl: pulumi.Input<string>;
  /** A client secret of the app for this platform. Default: the app's own. Changing it updates the integration. */
  secret?: ClientSecret | undefined;
};

type OwnApplicationArgs = IntegrationArgs & OnaAzureDevOpsIntegrationArgs & { application?: undefined };

export type { OnaAzureDevOpsIntegrationArgs } from "./onaAzureDevOpsIntegrationSchema.ts";

/** Azure DevOps for a runner of Ona, with the outputs of {@link OnaAzureDevOpsIntegrationOutputs}. */
export class OnaAzureDevOpsIntegration extends OnaAzureDevOpsIntegrationOutputs {
  /** The app registration: its own, unless it was given one. */
  readonly application: EntraApplication;

  constructor(
    name: string,
    args: OwnApplicationArgs | SharedOnaApplicationArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(TYPE, name, opts);
    const parent = { parent: this };
    const runner = args.runner ?? new RunnerScm(`${name}-runner`, { runnerId: args.runnerId }, parent);
    const { application, issuer, secret } = signIn(name, args, runner, parent);
    const { runnerId, host, pat, adoptExisting, verifyCredentials } = args;
    const credentials = { clientId: application.clientId, clientSecret: secret.value, issuerUrl: issuer };
    const integration = new ScmIntegration(
      `${name}-integration`,
      // Without a host, the plugin asks the runner once: a default that changes later must replace no integration.
      { runnerId, host, ...credentials, pat, adoptExisting, verifyCredentials },
      // The service principal too: without it Entra accepts the app's secret from nobody.
      { ...parent, dependsOn: [application] },
    );

    this.application = application;
    this.setOutputs<OnaAzureDevOpsIntegration>({
      redirectUri: runner.redirectUri,
      issuerUrl: issuer,
      clientId: application.clientId,
      clientSecret: secret.value,
      adminConsentUrl: application.adminConsentUrl,
      secretExpiresAt: secret.expiresAt,
      applicationObjectId: application.objectId,
      integrationId: integration.id,
      connectUrl: integration.connectUrl,
      verified: integration.verified,
      problems: integration.problems,
    });
  }
}

/** What people sign in with: the app that the integration was given, or one of its own. */
function signIn(
  name: string,
  args: OwnApplicationArgs | SharedOnaApplicationArgs,
  runner: RunnerScm,
  opts: pulumi.ComponentResourceOptions,
) {
  const shared = args.application !== undefined;
  const application = shared ? args.application : newApplication(name, args, runner, opts);
  const own = { value: application.clientSecret, expiresAt: application.secretExpiresAt };
  return {
    application,
    issuer: shared ? pulumi.output(args.issuerUrl) : issuerOf(args),
    secret: (shared ? args.secret : undefined) ?? own,
  };
}

function issuerOf(args: OwnApplicationArgs): pulumi.Output<string> {
  if (args.issuerUrl !== undefined) return pulumi.output(args.issuerUrl);
  return pulumi
    .all([args.authorityHost ?? PUBLIC_AUTHORITY_HOST, args.tenantId] as const)
    .apply(([authorityHost, tenantId]) => issuerUrl(authorityHost, tenantId));
}

function newApplication(
  name: string,
  args: OwnApplicationArgs,
  runner: RunnerScm,
  opts: pulumi.ComponentResourceOptions,
): EntraApplication {
  const { applicationName = ONA.displayName, permissions = ONA.defaultPermissions, ...same } = args;
  refuseMissingPermissions(permissions);
  return new EntraApplication(
    name,
    {
      ...same,
      displayName: applicationName,
      redirectUris: [runner.redirectUri],
      permissions,
      idTokens: ONA.idTokens,
      secretDisplayName: SECRET_NAME,
    },
    opts,
    tokenHook(name, { runnerIds: [args.runnerId] }, opts.parent),
  );
}

/** Entra would accept an app without these permissions, and let nobody connect. */
function refuseMissingPermissions(permissions: pulumi.Input<readonly PermissionName[]>): void {
  const lacked = Array.isArray(permissions) ? lackedPermissions(ONA, permissions) : undefined;
  if (lacked !== undefined) throw new pulumi.RunError(`permissions ${lacked}`);
}
