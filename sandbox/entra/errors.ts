import { randomUUID } from "node:crypto";

/** An error of Microsoft Graph: HTTP status, and the code and message of the body. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  toResponse(date: Date): Response {
    const requestId = randomUUID();
    const innerError = {
      date: date.toISOString().slice(0, 19),
      "request-id": requestId,
      "client-request-id": requestId,
    };
    return Response.json(
      { error: { code: this.code, message: this.message, innerError } },
      { status: this.status, headers: { "request-id": requestId } },
    );
  }
}

export function notFound(id: string): GraphError {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphError(404, "Request_ResourceNotFound", message);
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, "Request_BadRequest", message);
}

/** An error of the sign-in endpoints: Microsoft's text, which begins with the AADSTS code, and the OAuth error. */
export class SignInError extends Error {
  override readonly name = "SignInError";
  readonly error: string;
  readonly status: number;

  constructor(error: string, message: string, status: number) {
    super(message);
    this.error = error;
    this.status = status;
  }

  /** The response body of the token endpoint. */
  toJson(date: Date): Record<string, unknown> {
    const trace_id = randomUUID();
    const correlation_id = randomUUID();
    const timestamp = `${date.toISOString().slice(0, 19).replace("T", " ")}Z`;
    return {
      error: this.error,
      error_description: `${this.message} Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`,
      error_codes: [Number.parseInt(this.message.slice("AADSTS".length), 10)],
      timestamp,
      trace_id,
      correlation_id,
    };
  }
}

/** Makes a tag for templates: the errors of one OAuth error, with Microsoft's texts. */
function refusal(error: string, status = 400) {
  return (text: TemplateStringsArray, ...values: readonly string[]) =>
    new SignInError(error, String.raw({ raw: text }, ...values), status);
}

const invalidRequest = refusal("invalid_request");
const unauthorizedClient = refusal("unauthorized_client");
const unauthenticated = refusal("invalid_client", 401);
const invalidClient = refusal("invalid_client");
const invalidScope = refusal("invalid_scope");
const accessDenied = refusal("access_denied");
const consentRequired = refusal("consent_required");
const invalidGrant = refusal("invalid_grant");
const untrusted = refusal("invalid_request", 401);
const unsupportedResponseType = refusal("unsupported_response_type");
const unsupportedGrantType = refusal("unsupported_grant_type");

export const signInErrors = {
  unknownTenant: (tenant: string) =>
    invalidRequest`AADSTS90002: Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  unknownApp: (clientId: string, tenant: string) =>
    unauthorizedClient`AADSTS700016: Application with identifier '${clientId}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  redirectUri: (redirectUri: string, clientId: string) =>
    invalidRequest`AADSTS50011: The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.`,
  wrongSecret: (clientId: string) =>
    unauthenticated`AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  expiredSecret: (clientId: string) =>
    unauthenticated`AADSTS7000222: The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
  missingSecret: () =>
    unauthenticated`AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.`,
  noPermissions: (resource: string) =>
    invalidClient`AADSTS650056: Misconfigured application. This could be due to one of the following: the client has not listed any permissions for '${resource}' in the requested permissions in the client's application registration. Or, the admin has not consented in the tenant. Or, check the application identifier in the request to ensure it matches the configured client application identifier. Or, check the certificate in the request to ensure it's valid. Please contact your admin to fix the configuration or consent on behalf of the tenant.`,
  scope: (scope: string) =>
    invalidScope`AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope '${scope}' is not valid.`,
  idTokensOff: (clientId: string) =>
    unsupportedResponseType`AADSTS700054: response_type 'id_token' is not enabled for the application '${clientId}'.`,
  responseMode: (mode: string) =>
    invalidRequest`AADSTS70007: '${mode}' is not a supported value of 'response_mode' when requesting a token.`,
  declined: () => accessDenied`AADSTS65004: User declined to consent to access the app.`,
  noConsent: (clientId: string, name: string) =>
    consentRequired`AADSTS65001: The user or administrator has not consented to use the application with ID '${clientId}' named '${name}'. Send an interactive authorization request for this user and resource.`,
  adminConsent: (name: string) =>
    consentRequired`AADSTS90094: An administrator of the tenant has set a policy that prevents you from granting '${name}' the permissions it is requesting. Contact an administrator, who can grant permissions to this application on your behalf.`,
  noServicePrincipal: (clientId: string, tenant: string) =>
    unauthorizedClient`AADSTS7000229: The client application ${clientId} is missing service principal in the tenant ${tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
  malformedCode: () => invalidRequest`AADSTS9002313: Invalid request. Request is malformed or invalid.`,
  usedCode: () =>
    invalidGrant`AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.`,
  expiredCode: () =>
    invalidGrant`AADSTS70008: The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.`,
  codeRedirectUri: (redirectUri: string) =>
    invalidGrant`AADSTS500112: The reply address '${redirectUri}' does not match the reply address provided when requesting Authorization code.`,
  missingParameter: (name: string) =>
    invalidRequest`AADSTS900144: The request body must contain the following parameter: '${name}'.`,
  assertionSignature: () =>
    unauthenticated`AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application.`,
  noMatchingCredential: (subject: string) =>
    untrusted`AADSTS700213: No matching federated identity record found for presented assertion subject '${subject}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
  expiredAssertion: () => unauthenticated`AADSTS700024: Client assertion is not within its valid time range.`,
  grantType: () => unsupportedGrantType`AADSTS70003: The app requested an unsupported grant type.`,
} as const;
