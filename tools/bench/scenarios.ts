import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Person } from "../../test/engine/support/person.ts";
import { type UsageByKind, watch } from "./processes.ts";

/** What is done with a stack, in this order: from nothing to nothing. */
export const OPERATIONS = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
  "no-op preview": ["preview"],
  "no-op up": ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
} as const;

export type Operation = keyof typeof OPERATIONS;

/** One run of the Pulumi CLI. */
export interface Measurement {
  /** Milliseconds from start to end. */
  readonly wall: number;
  readonly usage: UsageByKind;
  /** Calls to the clouds, by their names in the sandbox's journal. */
  readonly calls: Readonly<Record<string, number>>;
  /** Bytes of the state when it was over. */
  readonly state: number;
}

export type Round = Readonly<Record<Operation, Measurement>>;

/** Programs to compare, each with one integration, or none. */
export const VARIANTS = {
  empty: "programs/empty.ts",
  "azuread only": "programs/azureadOnly.ts",
  ours: "../../index.ts",
  "dynamic resource": "programs/dynamicResource.ts",
} as const;

export type Variant = keyof typeof VARIANTS;

/** Hosts in an organization, where a stack has many integrations. */
export const HOSTS_PER_ORGANIZATION = 10;

/** Somebody with a stack that is ready to be deployed. */
export async function prepare(variant: Variant): Promise<Person> {
  const person = await Person.start({
    program: fileURLToPath(new URL(VARIANTS[variant], import.meta.url)),
    sandbox: { azuread: "stand-in" },
  });
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
  return person;
}

/** The same for our program with many integrations, some in each organization. */
export async function prepareMany(count: number): Promise<Person> {
  const organizations = Array.from({ length: Math.ceil(count / HOSTS_PER_ORGANIZATION) }, (_, place) => ({
    id: randomUUID(),
    name: `Organization ${place}`,
    slug: `organization-${place}`,
    role: "owner" as const,
  }));
  const person = await Person.start({ sandbox: { azuread: "stand-in", otherOrganizations: organizations } });
  const hosts = Array.from({ length: HOSTS_PER_ORGANIZATION }, (_, place) => `host-${place}.example.com`);
  for (const host of hosts) person.sandbox.gitpod.installation.setReachable(host);
  const places = organizations.flatMap(({ id }) => hosts.map((providerHost) => ({ organizationId: id, providerHost })));
  const entries = places.slice(0, count).map((place, number) => [`entry-${number}`, place] as const);
  await person.set("gitpod-azure-devops:integrations", JSON.stringify(Object.fromEntries(entries)));
  await person.unset("gitpod-azure-devops:organizationId");
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
  return person;
}

/**
 * Takes a stack from nothing to nothing.
 *
 * @throws when a command fails, with what it said
 */
export async function playRound(person: Person, onBegin: (operation: Operation) => void): Promise<Round> {
  const measured: Partial<Record<Operation, Measurement>> = {};
  for (const [operation, args] of Object.entries(OPERATIONS) as [Operation, readonly string[]][]) {
    onBegin(operation);
    measured[operation] = await measure(person, args);
  }
  return measured as Round;
}

async function measure(person: Person, args: readonly string[]): Promise<Measurement> {
  const { journal } = person.sandbox;
  journal.clear();
  const began = performance.now();
  const { child, finished } = person.begin(...args);
  const { result, usage } = await watch(child, finished);
  const wall = performance.now() - began;
  if (result.code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${result.code}:\n${result.output}`);
  const calls: Record<string, number> = {};
  for (const { operation } of journal.entries()) calls[operation] = (calls[operation] ?? 0) + 1;
  return { wall, usage, calls, state: (await person.state()).length };
}
