import * as azuread from "@pulumi/azuread";

const AZURE_DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798";
const MICROSOFT_GRAPH = "00000003-0000-0000-c000-000000000000";
const scopes = (...ids: string[]) => ids.map((id) => ({ id, type: "Scope" }));

/** The app registration as people write it by hand. */
export default function program(): object {
  const application = new azuread.Application("app", {
    displayName: "Gitpod",
    signInAudience: "AzureADMyOrg",
    web: { redirectUris: ["https://gitpod.example.com/auth/callback"] },
    requiredResourceAccesses: [
      {
        resourceAppId: AZURE_DEVOPS,
        resourceAccesses: scopes("028ffaf1-6f06-490a-979e-38011f92fb7c", "4ee63f9b-9e65-476c-a487-9fea1e00c7ef"),
      },
      { resourceAppId: MICROSOFT_GRAPH, resourceAccesses: scopes("e1fe6dd8-ba31-4d61-89e7-88639da4683d") },
    ],
  });
  new azuread.ServicePrincipal("principal", { clientId: application.clientId });
  const password = new azuread.ApplicationPassword("secret", {
    applicationId: application.id,
    // Without fractions of a second, because Graph returns none and the azuread plugin compares strings.
    endDate: `${new Date().getUTCFullYear() + 1}-12-31T00:00:00Z`,
  });
  return { clientId: application.clientId, clientSecret: password.value };
}
