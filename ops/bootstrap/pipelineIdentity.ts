import { Application } from "@pulumi/azuread/application.js";
import { ApplicationFederatedIdentityCredential } from "@pulumi/azuread/applicationFederatedIdentityCredential.js";
import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment.js";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal.js";
import * as pulumi from "@pulumi/pulumi";
import type { Trust } from "./trusts.ts";

/** The audience that Entra expects in a token from another issuer. */
const AUDIENCE = "api://AzureADTokenExchange";

/**
 * Application permissions of Microsoft Graph. The ids are the same in every tenant:
 * https://learn.microsoft.com/graph/permissions-reference
 */
const GRAPH_ROLES = {
  "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
  "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
} as const;

export type GraphPermission = keyof typeof GRAPH_ROLES;

/** Inputs of {@link PipelineIdentity}. */
export interface PipelineIdentityArgs {
  /** Display name of the app. Changing it updates the app. */
  applicationName: string;
  /** The only application permission of the identity. Changing it replaces the assignment. */
  permission: GraphPermission;
  /** Object id of Microsoft Graph's service principal in the tenant. */
  graphObjectId: pulumi.Input<string>;
  /** The jobs whose tokens the app accepts. */
  trusts: readonly Omit<Trust, "identity">[];
  /** Object ids of the app's owners. Default: whoever deploys. */
  owners?: readonly string[] | undefined;
  /** Reference of the app in a service catalogue. Some tenants require it. */
  serviceManagementReference?: string | undefined;
}

/** An identity for CI jobs: an app without a secret, which trusts the CI system's short-lived tokens. */
export class PipelineIdentity extends pulumi.ComponentResource {
  /** Application (client) id, with which a job signs in. */
  readonly clientId: pulumi.Output<string>;
  /** Object id of the service principal, which owns apps and has roles. */
  readonly objectId: pulumi.Output<string>;

  constructor(name: string, args: PipelineIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gitpod-azure-devops-bootstrap:index:PipelineIdentity", name, {}, opts);
    const parent = { parent: this };
    const owners = args.owners === undefined || args.owners.length === 0 ? {} : { owners: [...args.owners] };

    const reference = args.serviceManagementReference;
    const application = new Application(
      `${name}-application`,
      {
        displayName: args.applicationName,
        signInAudience: "AzureADMyOrg",
        preventDuplicateNames: true,
        ...(reference === undefined ? {} : { serviceManagementReference: reference }),
        ...owners,
      },
      parent,
    );
    const servicePrincipal = new ServicePrincipal(
      `${name}-service-principal`,
      { clientId: application.clientId, ...owners },
      parent,
    );
    new AppRoleAssignment(
      `${name}-permission`,
      {
        appRoleId: GRAPH_ROLES[args.permission],
        principalObjectId: servicePrincipal.objectId,
        resourceObjectId: args.graphObjectId,
      },
      parent,
    );
    for (const { name: displayName, issuer, subject } of args.trusts) {
      const credential = { applicationId: application.id, displayName, issuer, subject, audiences: [AUDIENCE] };
      new ApplicationFederatedIdentityCredential(`${name}-${displayName}`, credential, parent);
    }
    this.clientId = application.clientId;
    this.objectId = servicePrincipal.objectId;
    this.registerOutputs({ clientId: this.clientId, objectId: this.objectId });
  }
}
