import { randomUUID } from "node:crypto";
import type { SandboxOptions } from "../../sandbox/index.ts";
import { Person } from "../../test/engine/support/person.ts";
import { type UsageByKind, watch } from "./processes.ts";
import type { Projects } from "./projects.ts";
import type { Tools } from "./tools.ts";

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

/** Hosts for each organization in a stack with many integrations. */
export const HOSTS_PER_ORGANIZATION = 10;

/** What all measurements share. */
export interface Setting {
  readonly projects: Projects;
  readonly tools: Tools;
}

/** A user with a stack that is ready to be deployed. */
export async function prepare(project: string, { tools }: Setting): Promise<Person> {
  return start({ azuread: tools.azuread.kind }, project, tools);
}

/** Milliseconds of a preview in a new clone, with nothing compiled before. */
export async function firstPreview({ projects, tools }: Setting): Promise<number> {
  const person = await start({ azuread: tools.azuread.kind }, projects.folders.ours, tools);
  try {
    person.environment({ NODE_COMPILE_CACHE: person.path("compiled") });
    return (await measure(person, OPERATIONS.preview)).wall;
  } finally {
    await person.close();
  }
}

async function start(sandbox: SandboxOptions, project: string, { languageHost }: Tools): Promise<Person> {
  const person = await Person.start({ sandbox, project, ...(languageHost === undefined ? {} : { languageHost }) });
  await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
  return person;
}

/** The same for our program with many integrations. */
export async function prepareMany(count: number, { projects, tools }: Setting): Promise<Person> {
  const organizations = Array.from({ length: Math.ceil(count / HOSTS_PER_ORGANIZATION) }, (_, place) => ({
    id: randomUUID(),
    name: `Organization ${place}`,
    slug: `organization-${place}`,
    role: "owner" as const,
  }));
  const sandbox = { azuread: tools.azuread.kind, otherOrganizations: organizations };
  const person = await start(sandbox, projects.folders.ours, tools);
  const hosts = Array.from({ length: HOSTS_PER_ORGANIZATION }, (_, place) => `host-${place}.example.com`);
  for (const host of hosts) person.sandbox.gitpod.installation.setReachable(host);
  const places = organizations.flatMap(({ id }) => hosts.map((providerHost) => ({ organizationId: id, providerHost })));
  const entries = places.slice(0, count).map((place, number) => [`entry-${number}`, place] as const);
  await person.set("gitpod-azure-devops:integrations", JSON.stringify(Object.fromEntries(entries)));
  await person.unset("gitpod-azure-devops:organizationId");
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
