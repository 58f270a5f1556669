import { z } from "zod";

/** When a client secret was issued and what renews it, as its Rotation has it, and when it ends, as itself has it. */
export interface SecretDates {
  /** RFC 3339, UTC, as the next. Undefined when the stack knows the end only, as are the two after it. */
  readonly issuedAt: string | undefined;
  readonly expiresAt: string;
  readonly lifetimeDays: number | undefined;
  /** Age at which a deployment renews it. Undefined: none does by age. */
  readonly rotateAfterDays: number | undefined;
}

/** A resource by its type token and its name in the program. */
export interface ResourceName {
  readonly type: string;
  readonly name: string;
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
  /** Itself and all that it depends on: app registration, client secret and more. */
  readonly resources: readonly ResourceName[];
}

const INTEGRATION = "gitpod:index:AuthProvider";
const ROTATION = "gitpod:index:Rotation";
const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";
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
  return integrations.map((resource) => {
    const behind = nearest(resource.propertyDependencies?.clientSecret ?? [], byUrn);
    return toIntegration(resource, datesOf(behind) ?? ofStack, nearest([resource.urn], byUrn));
  });
}

function toIntegration(
  { urn, id, outputs }: Resource,
  secret: SecretDates | undefined,
  resources: readonly Resource[],
): Integration {
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
    resources: resources.map((resource) => ({ type: resource.type, name: nameIn(resource.urn) })),
  };
}

/** These resources and what they depend on by the state's records, nearest first. */
function nearest(urns: readonly string[], byUrn: ReadonlyMap<string, Resource>): Resource[] {
  const waiting = [...urns];
  const found = new Map<string, Resource>();
  for (let urn = waiting.shift(); urn !== undefined; urn = waiting.shift()) {
    const resource = byUrn.get(urn);
    if (resource === undefined || found.has(urn)) continue;
    found.set(urn, resource);
    waiting.push(...(resource.dependencies ?? []));
  }
  return [...found.values()];
}

/** Out of what an integration's client secret depends on. A secret that was made anew ends later than its Rotation says. */
function datesOf(resources: readonly Resource[]): SecretDates | undefined {
  const outputsOf = (wanted: string) => resources.find(({ type }) => type === wanted)?.outputs;
  const { issuedAt, expiresAt: planned, lifetimeDays, rotateAfterDays } = outputsOf(ROTATION) ?? {};
  const actual = outputsOf(PASSWORD)?.endDate;
  const expiresAt = isDate(actual) ? actual : planned;
  if (!isDate(planned) || !isDate(expiresAt)) return undefined;
  return {
    issuedAt: isDate(issuedAt) ? issuedAt : undefined,
    expiresAt,
    lifetimeDays: typeof lifetimeDays === "number" ? lifetimeDays : undefined,
    rotateAfterDays: typeof rotateAfterDays === "number" ? rotateAfterDays : undefined,
  };
}

/** A stack with one integration says in an output when the secret ends. */
function stackOutput(resources: readonly Resource[]): SecretDates | undefined {
  const expiresAt = resources.find(({ type }) => type === STACK)?.outputs.secretExpiresAt;
  if (!isDate(expiresAt)) return undefined;
  return { issuedAt: undefined, expiresAt, lifetimeDays: undefined, rotateAfterDays: undefined };
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
