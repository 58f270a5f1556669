import { getServicePrincipalOutput } from "@pulumi/azuread/getServicePrincipal.js";
import type { ServicePrincipal } from "@pulumi/azuread/servicePrincipal.js";
import { ServicePrincipalDelegatedPermissionGrant } from "@pulumi/azuread/servicePrincipalDelegatedPermissionGrant.js";
import * as pulumi from "@pulumi/pulumi";
import { AZURE_DEVOPS, MICROSOFT_GRAPH, type PermissionName, permissionsOf } from "./permissions.ts";

/** Gitpod asks for it beside the permissions of the app registration: refresh tokens. It belongs to Microsoft Graph. */
const OFFLINE_ACCESS = "offline_access";

/**
 * Consents to the app's permissions for everybody in the tenant, so that nobody is asked. Microsoft's own service
 * principals are looked up, not managed: a managed one would be deleted with the stack
 * (https://github.com/pulumi/pulumi-azuread/issues/2045).
 */
export function consentForTenant(
  name: string,
  permissions: pulumi.Input<readonly PermissionName[]>,
  servicePrincipal: ServicePrincipal,
  opts: pulumi.CustomResourceOptions,
): void {
  const claims = (resourceAppId: string) =>
    pulumi.output(permissions).apply((names): string[] => permissionsOf(resourceAppId, names as PermissionName[]));
  const grant = (suffix: string, resourceAppId: string, claimValues: pulumi.Output<string[]>) =>
    new ServicePrincipalDelegatedPermissionGrant(
      `${name}-consent-${suffix}`,
      {
        servicePrincipalObjectId: servicePrincipal.objectId,
        resourceServicePrincipalObjectId: getServicePrincipalOutput({ clientId: resourceAppId }, opts).objectId,
        claimValues,
      },
      opts,
    );
  grant("azure-devops", AZURE_DEVOPS, claims(AZURE_DEVOPS));
  grant(
    "microsoft-graph",
    MICROSOFT_GRAPH,
    claims(MICROSOFT_GRAPH).apply((names) => [...names, OFFLINE_ACCESS]),
  );
}
