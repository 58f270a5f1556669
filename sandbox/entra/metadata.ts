/** Where a tool that knows the host alone finds the cloud's endpoints. */
export const METADATA = "/metadata/endpoints";

/** The cloud that is all on one host: sign-in, Graph, and a resource manager that nobody asks for anything. */
export function cloudMetadata(origin: string): Record<string, unknown> {
  return {
    name: "Sandbox",
    portal: origin,
    authentication: { loginEndpoint: origin, audiences: [origin], tenant: "common", identityProvider: "AAD" },
    microsoftGraphResourceId: `${origin}/`,
    resourceManager: `${origin}/`,
    suffixes: {},
  };
}

export function openIdConfiguration(origin: string, tenant: string): Record<string, unknown> {
  return {
    issuer: `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
  };
}
