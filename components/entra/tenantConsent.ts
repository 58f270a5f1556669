import { getServicePrincipalOutput } from "@pulumi/azuread/getServicePrincipal.js";
import type { ServicePrincipal } from "@pulumi/azuread/servicePrincipal.js";
import { ServicePrincipalDelegatedPermissionGrant } from "@pulumi/azuread/servicePrincipalDelegatedPermissionGrant.js";
import * as pulumi from "@pulumi/pulumi";
import { AZURE_DEVOPS, MICROSOFT_GRAPH, type PermissionName, permissionsOf } from "./permissions.ts";

/** What is consented to. */
interface ConsentArgs {
  readonly permissions: pulumi.Input<readonly PermissionName[]>;
  /** Refresh tokens too, a permission of Microsoft Graph. */
  readonly offlineAccess?: boolean | undefined;
}

/**
 * Consents for everybody in the tenant, so that nobody is asked. Microsoft's own service principals are looked up, not
 * managed: a managed one would be deleted with the stack (https://github.com/pulumi/pulumi-azuread/issues/2045).
 */
export function consentForTenant(
  name: string,
  { permissions, offlineAccess }: ConsentArgs,
  servicePrincipal: ServicePrincipal,
  opts: pulumi.CustomResourceOptions,
): void {
  const grant = (suffix: string, resourceAppId: string, more: readonly string[] = []) =>
    new ServicePrincipalDelegatedPermissionGrant(
      `${name}-consent-${suffix}`,
      {
        servicePrincipalObjectId: servicePrincipal.objectId,
        resourceServicePrincipalObjectId: getServicePrincipalOutput({ clientId: resourceAppId }, opts).objectId,
        claimValues: pulumi
          .output(permissions)
          .apply((names) => [...new Set([...permissionsOf(resourceAppId, names as PermissionName[]), ...more])]),
      },
      opts,
    );
  grant("azure-devops", AZURE_DEVOPS);
  grant("microsoft-graph", MICROSOFT_GRAPH, offlineAccess ? ["offline_access"] : []);
}
