import { z } from "zod";
import type { Access } from "./access.ts";
import { GraphError } from "./errors.ts";

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const things = z
  .array(z.unknown())
  .nullish()
  .transform((list) => list ?? []);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const uris = z
  .object({ redirectUris: texts })
  .nullish()
  .transform((part) => part?.redirectUris ?? []);

/** What we read of an app registration at Microsoft Graph. */
const applicationSchema = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string(),
  signInAudience: text,
  isFallbackPublicClient: flag,
  description: text,
  notes: text,
  serviceManagementReference: text,
  tags: texts,
  identifierUris: texts,
  appRoles: things,
  groupMembershipClaims: text,
  optionalClaims: z.record(z.string(), z.unknown()).nullish(),
  api: z.object({ oauth2PermissionScopes: things, knownClientApplications: things }).nullish(),
  info: z
    .object({ marketingUrl: text, privacyStatementUrl: text, supportUrl: text, termsOfServiceUrl: text })
    .partial()
    .nullish(),
  spa: uris,
  publicClient: uris,
  web: z.object({
    redirectUris: texts,
    homePageUrl: text,
    logoutUrl: text,
    implicitGrantSettings: z
      .object({ enableAccessTokenIssuance: flag, enableIdTokenIssuance: flag })
      .nullish()
      .transform((given) => given ?? { enableAccessTokenIssuance: false, enableIdTokenIssuance: false }),
  }),
  requiredResourceAccess: z.array(
    z.object({ resourceAppId: z.string(), resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })) }),
  ),
});
const principalSchema = z.object({
  id: z.string(),
  accountEnabled: flag,
  appRoleAssignmentRequired: flag,
  description: text,
  notes: text,
  loginUrl: text,
});
const ownerSchema = z.object({ id: z.string() });

export type AppRegistration = z.output<typeof applicationSchema>;
export type ServicePrincipal = z.output<typeof principalSchema>;

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Reads Microsoft Graph. Fails with GraphError or Unreachable. */
export class Graph {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  applications(property: "appId" | "displayName", value: string): Promise<AppRegistration[]> {
    return this.#list(`applications?$filter=${filter(property, value)}`, applicationSchema);
  }

  servicePrincipals(appId: string): Promise<ServicePrincipal[]> {
    return this.#list(`servicePrincipals?$filter=${filter("appId", appId)}`, principalSchema);
  }

  /** Object ids. */
  async owners(collection: "applications" | "servicePrincipals", id: string): Promise<string[]> {
    return (await this.#list(`${collection}/${id}/owners`, ownerSchema)).map((owner) => owner.id);
  }

  async #list<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
    const { status, body } = await this.#access.get(`/${path}`);
    if (status === 200) return z.object({ value: z.array(schema) }).parse(body).value;
    const { data } = refusalSchema.safeParse(body);
    const said = data === undefined ? "" : `, ${data.error.code}: ${data.error.message}`;
    throw new GraphError(`Microsoft Graph answers with HTTP status ${status}${said.replace(/\.$/, "")}.`, status);
  }
}

function filter(property: string, value: string): string {
  return encodeURIComponent(`${property} eq '${value.replaceAll("'", "''")}'`);
}
