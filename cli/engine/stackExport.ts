import { z } from "zod";
import type { KnownPlatform } from "../../platforms/index.ts";
import { CLIENT_SECRET, platformOfType, ROTATION } from "./resourceKinds.ts";
import { parseUrn } from "./urn.ts";

/** Dates of a client secret in RFC 3339, UTC. All but `expiresAt` come from its Rotation. */
export interface SecretDates {
  /** Undefined when the stack only knows when the secret expires. */
  readonly issuedAt: string | undefined;
  readonly expiresAt: string;
  readonly lifetimeDays: number | undefined;
  /** Age at which a deployment renews the secret; undefined when age does not matter. */
  readonly rotateAfterDays: number | undefined;
}

/** A resource by its type token and its name in the program. */
export interface ResourceName {
  readonly type: string;
  readonly name: string;
}

/** What the platform, or Entra about the client secret, says is wrong with an integration. */
export type IntegrationProblem = z.output<typeof problemSchema>;

/** An integration in the state of a stack. */
export interface Integration {
  /** Name of the resource in the program. */
  readonly name: string;
  readonly platform: KnownPlatform;
  /** The platform's id. */
  readonly id: string;
  /** Host of the Gitpod Classic installation; empty when the state does not have it, and on another platform. */
  readonly gitpodHost: string;
  /** Id of the organization or runner: the platform's `placeId`. */
  readonly place: string;
  /** Host of Azure DevOps. */
  readonly providerHost: string;
  /** The page to open, by which an owner activates it or a person connects: the platform's `link`. */
  readonly link: string;
  /** As of the last deployment or refresh. */
  readonly verified: boolean;
  /** As of the last deployment or refresh. Gitpod Classic reports none. */
  readonly problems: readonly IntegrationProblem[];
  /** When Entra was first seen to refuse the client secret that Gitpod has; undefined where it accepts it. */
  readonly refusedSince: string | undefined;
  /** Undefined when the stack does not manage the client secret. */
  readonly secret: SecretDates | undefined;
  /** The integration and everything it depends on: app registration, client secret and so on. */
  readonly resources: readonly ResourceName[];
}

const STACK = "pulumi:pulumi:Stack";

const resourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().default(""),
  /** The resource was replaced and is waiting for its deletion. */
  delete: z.boolean().default(false),
  outputs: z.record(z.string(), z.unknown()).default({}),
  dependencies: z.array(z.string()).nullish(),
  propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
});
const problemSchema = z.object({ field: z.string(), message: z.string() });
const problemsSchema = z.array(problemSchema).readonly().catch([]);
const exportSchema = z.object({ deployment: z.object({ resources: z.array(resourceSchema).nullish() }) });

type Resource = z.output<typeof resourceSchema>;

/**
 * The integrations in the output of `pulumi stack export`.
 *
 * @throws when the text is something else
 */
export function integrationsIn(stackExport: string): Integration[] {
  const { deployment } = exportSchema.parse(JSON.parse(stackExport));
  const live = (deployment.resources ?? []).filter((resource) => !resource.delete);
  const integrations = live.flatMap((resource) => {
    const platform = platformOfType(resource.type);
    return platform === undefined ? [] : [{ platform, resource }];
  });
  const byUrn = new Map(live.map((resource) => [resource.urn, resource]));
  const fromOutput = integrations.length === 1 ? datesFromOutput(live) : undefined;
  return integrations.map(({ platform, resource }) => {
    const behindSecret = withDependencies(resource.propertyDependencies?.clientSecret ?? [], byUrn);
    const all = withDependencies([resource.urn], byUrn);
    return toIntegration(platform, resource, datesFrom(behindSecret) ?? fromOutput, all);
  });
}

/** A resource of a provider plugin by its id at the cloud. */
export interface CloudObject extends ResourceName {
  readonly id: string;
}

/**
 * The resources in the output of `pulumi stack export` that stand for something in a cloud.
 *
 * @throws when the text is something else
 */
export function cloudObjectsIn(stackExport: string): CloudObject[] {
  const { deployment } = exportSchema.parse(JSON.parse(stackExport));
  const live = (deployment.resources ?? []).filter((resource) => !resource.delete && resource.id !== "");
  return live.map(({ urn, type, id }) => ({ type, id, name: parseUrn(urn).name }));
}

/** What a state or a refresh says of an integration, which changes without any deployment. */
export function liveOutputs(outputs: Readonly<Record<string, unknown>>) {
  return {
    verified: outputs.verified === true,
    problems: problemsSchema.parse(outputs.problems),
    refusedSince: text(outputs.refusedSince) || undefined,
  };
}

function toIntegration(
  platform: KnownPlatform,
  { urn, id, outputs }: Resource,
  secret: SecretDates | undefined,
  resources: readonly Resource[],
): Integration {
  const activationUrl = text(outputs.activationUrl);
  return {
    name: parseUrn(urn).name,
    platform,
    id,
    gitpodHost: URL.canParse(activationUrl) ? new URL(activationUrl).host : "",
    place: text(outputs[platform.placeId]),
    providerHost: text(outputs.host),
    link: text(outputs[platform.link]),
    ...liveOutputs(outputs),
    secret,
    resources: resources.map((resource) => ({ type: resource.type, name: parseUrn(resource.urn).name })),
  };
}

/** These resources and everything they depend on, breadth first. */
function withDependencies(urns: readonly string[], byUrn: ReadonlyMap<string, Resource>): Resource[] {
  const found = new Set(urns);
  // The loop also sees what it adds.
  for (const urn of found) for (const each of byUrn.get(urn)?.dependencies ?? []) found.add(each);
  return [...found].flatMap((urn) => byUrn.get(urn) ?? []);
}

/** A secret that was recreated outside the rotation expires later than its Rotation says. */
function datesFrom(resources: readonly Resource[]): SecretDates | undefined {
  const outputsOf = (wanted: string) => resources.find(({ type }) => type === wanted)?.outputs;
  const { issuedAt, expiresAt: planned, lifetimeDays, rotateAfterDays } = outputsOf(ROTATION) ?? {};
  const actual = outputsOf(CLIENT_SECRET)?.endDate;
  const expiresAt = isDate(actual) ? actual : planned;
  if (!isDate(planned) || !isDate(expiresAt)) return undefined;
  return {
    issuedAt: isDate(issuedAt) ? issuedAt : undefined,
    expiresAt,
    lifetimeDays: typeof lifetimeDays === "number" ? lifetimeDays : undefined,
    rotateAfterDays: typeof rotateAfterDays === "number" ? rotateAfterDays : undefined,
  };
}

/** A stack with one integration has the expiry date as an output. */
function datesFromOutput(resources: readonly Resource[]): SecretDates | undefined {
  const expiresAt = resources.find(({ type }) => type === STACK)?.outputs.secretExpiresAt;
  if (!isDate(expiresAt)) return undefined;
  return { issuedAt: undefined, expiresAt, lifetimeDays: undefined, rotateAfterDays: undefined };
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
