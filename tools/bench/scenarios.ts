import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Person } from "../../test/engine/support/person.ts";
import { type UsageByKind, watch } from "./processes.ts";

/** The operations of a round, in this order: from an empty stack back to an empty stack. */
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
  /** Numbers of calls to the clouds, by operation in the sandbox's journal. */
  readonly calls: Readonly<Record<string, number>>;
  /** Size of the state afterwards, in bytes. */
  readonly state: number;
}

export type Round = Readonly<Record<Operation, Measurement>>;

/** The programs to compare. */
export const VARIANTS = {
  empty: "programs/empty.ts",
  "azuread only": "programs/azureadOnly.ts",
  ours: "../../index.ts",
  "dynamic resource": "programs/dynamicResource.ts",
} as const;

export type Variant = keyof typeof VARIANTS;

/** Hosts for each organization in a stack with many integrations. */
export const HOSTS_PER_ORGANIZATION = 10;

/** A user with a stack that is ready to be deployed. */
export async function prepare(variant: Variant): Promise<Person> {
  const person = await Person.start({
    program: fileURLToPath(new URL(VARIANTS[variant], import.meta.url)),
    sandbox: { azuread: "stand-in" },
  });
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
  return person;
}

/** The same for our program with many integrations. */
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
 * Runs all operations on a stack.
 *
 * @throws if a command fails, with its output
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
