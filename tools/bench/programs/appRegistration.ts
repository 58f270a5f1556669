import { Application } from "@pulumi/azuread/application.js";
import { ApplicationPassword } from "@pulumi/azuread/applicationPassword.js";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal.js";
import { DEFAULT_PERMISSIONS } from "../../../components/classic/permissions.ts";
import { requiredResourceAccesses } from "../../../components/entra/permissions.ts";

/** Registers the app, service principal and secret as the project does. */
export function register() {
  const application = new Application("azure-devops-application", {
    displayName: "Gitpod",
    signInAudience: "AzureADMyOrg",
    preventDuplicateNames: true,
    fallbackPublicClientEnabled: false,
    web: {
      redirectUris: ["https://gitpod.example.com/auth/callback"],
      implicitGrant: { accessTokenIssuanceEnabled: false, idTokenIssuanceEnabled: false },
    },
    requiredResourceAccesses: requiredResourceAccesses(DEFAULT_PERMISSIONS),
  });
  const principal = new ServicePrincipal("azure-devops-service-principal", { clientId: application.clientId });
  const password = new ApplicationPassword("azure-devops-secret", {
    applicationId: application.id,
    displayName: "Gitpod, managed by Pulumi",
    // Without fractions of a second, because Graph returns none and the azuread plugin compares strings.
    endDate: `${new Date().getUTCFullYear() + 1}-12-31T00:00:00Z`,
  });
  return { application, principal, password };
}
