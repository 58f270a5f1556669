import { z } from "zod";

/** When a client secret was issued and when it ends (RFC 3339, UTC). */
export interface SecretDates {
  /** Undefined when the stack knows the end only. */
  readonly issuedAt: string | undefined;
  readonly expiresAt: string;
}

/** An integration as the state of a stack has it. */
export interface Integration {
  /** Name of the resource in the program. */
  readonly name: string;
  /** Gitpod's id. */
  readonly id: string;
  /** Host of the Gitpod installation; empty when the state does not say. */
  readonly gitpodHost: string;
  readonly organizationId: string;
  /** Host of Azure DevOps. */
  readonly providerHost: string;
  readonly activationUrl: string;
  /** As the last deployment or refresh saw it. */
  readonly verified: boolean;
  /** Undefined when the stack does not manage the client secret. */
  readonly secret: SecretDates | undefined;
}

const INTEGRATION = "gitpod:index:AuthProvider";
const ROTATION = "gitpod:index:Rotation";
const STACK = "pulumi:pulumi:Stack";

const resourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().default(""),
  /** A resource that was replaced and is still to be deleted. */
  delete: z.boolean().default(false),
  outputs: z.record(z.string(), z.unknown()).default({}),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
});
const exportSchema = z.object({ deployment: z.object({ resources: z.array(resourceSchema).nullish() }) });

type Resource = z.output<typeof resourceSchema>;

/**
 * The integrations in what `pulumi stack export` prints.
 *
 * @throws when the text is no such export
 */
export function integrationsIn(stackExport: string): Integration[] {
  const { deployment } = exportSchema.parse(JSON.parse(stackExport));
  const live = (deployment.resources ?? []).filter((resource) => !resource.delete);
  const integrations = live.filter(({ type }) => type === INTEGRATION);
  const byUrn = new Map(live.map((resource) => [resource.urn, resource]));
  const ofStack = integrations.length === 1 ? stackOutput(live) : undefined;
  return integrations.map((resource) => toIntegration(resource, secretOf(resource, byUrn) ?? ofStack));
}

function toIntegration({ urn, id, outputs }: Resource, secret: SecretDates | undefined): Integration {
  const activationUrl = text(outputs.activationUrl);
  return {
    name: nameIn(urn),
    id,
    gitpodHost: URL.canParse(activationUrl) ? new URL(activationUrl).host : "",
    organizationId: text(outputs.organizationId),
    providerHost: text(outputs.host),
    activationUrl,
    verified: outputs.verified === true,
    secret,
  };
}

/** The dates of the Rotation which the client secret was made by, found along the recorded dependencies. */
function secretOf(integration: Resource, byUrn: ReadonlyMap<string, Resource>): SecretDates | undefined {
  const waiting = [...(integration.propertyDependencies?.clientSecret ?? [])];
  const seen = new Set<string>();
  for (let urn = waiting.shift(); urn !== undefined; urn = waiting.shift()) {
    const resource = byUrn.get(urn);
    if (resource === undefined || seen.has(urn)) continue;
    seen.add(urn);
    if (resource.type === ROTATION) return dates(resource.outputs.issuedAt, resource.outputs.expiresAt);
    waiting.push(...(resource.dependencies ?? []));
  }
  return undefined;
}

/** A stack with one integration says in an output when the secret ends. */
function stackOutput(resources: readonly Resource[]): SecretDates | undefined {
  return dates(undefined, resources.find(({ type }) => type === STACK)?.outputs.secretExpiresAt);
}

function dates(issuedAt: unknown, expiresAt: unknown): SecretDates | undefined {
  if (!isDate(expiresAt)) return undefined;
  return { issuedAt: isDate(issuedAt) ? issuedAt : undefined, expiresAt };
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

/** The last part of a URN, which may itself hold "::". */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
