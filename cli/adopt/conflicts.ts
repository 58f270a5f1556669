import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { errorMessage } from "../../provider-kit/errors.ts";
import { APPLICATION, CLIENT_SECRET, kindOf, platformOfType, SERVICE_PRINCIPAL } from "../engine/resourceKinds.ts";
import { type CloudObject, cloudObjectsIn } from "../engine/stackExport.ts";
import { otherStacks, pulumi } from "../pulumi/workspace.ts";
import { plain } from "../shared/text.ts";
import type { Found } from "./find.ts";
import type { Secret } from "./secret.ts";

/** What is to be imported, by type. The ids are those by which an import finds it. */
export type Wanted = ReadonlyMap<string, string>;

export function wantedIds({ integration, application, principal }: Found, integrationType: string): Wanted {
  return new Map([
    ...integration.lookups,
    [APPLICATION, `/applications/${application.id}`],
    ...(principal === undefined ? [] : ([[SERVICE_PRINCIPAL, `/servicePrincipals/${principal.id}`]] as const)),
    [integrationType, integration.id],
  ]);
}

/** What the stack has of it. */
export interface Holdings {
  /** What it does not have yet. */
  readonly lacking: Wanted;
  /** The client secret that it has made itself; undefined when it has made none. */
  readonly ownSecret: CloudObject | undefined;
}

/** @throws Error when the stack has others in their place: an import would leave those alone in the clouds */
export async function holdingsOf(workspace: LocalWorkspace, stack: string, wanted: Wanted): Promise<Holdings> {
  const objects = await objectsOf(workspace, stack);
  const ids = new Set(wanted.values());
  const other = objects.find(({ type, id }) => isHeldOnce(type) && !ids.has(id));
  if (other !== undefined) {
    throw new Error(
      `the stack ${stack} has ${described(other)} already, and cannot have a second one: take over into another stack, ` +
        "or remove this one from it first (`pulumi destroy`, or `pulumi state delete` to leave it in the cloud)",
    );
  }
  const lacking = [...wanted].filter(([type, id]) => !objects.some((each) => each.type === type && each.id === id));
  return { lacking: new Map(lacking), ownSecret: objects.find(({ type }) => type === CLIENT_SECRET) };
}

/** While `existingClientSecret` is set, the program has no secret of its own, so the next deployment would delete it. */
export function refuseOwnSecret({ lacking, ownSecret }: Holdings, secret: Secret, stack: string): void {
  if (ownSecret === undefined || (lacking.size === 0 && secret.kind !== "given")) return;
  throw new Error(
    `the stack ${stack} has made ${described(ownSecret)} itself, and a secret that was made by hand would replace it: ` +
      "run `pulumi up` to complete the stack, without --secret-stdin",
  );
}

/**
 * Refuses what another stack has: both would renew its secret, and the end of one would delete it for both.
 *
 * @returns a warning for each stack that could not be looked into
 */
export async function refuseOtherStacks(workspace: LocalWorkspace, stack: string, wanted: Wanted): Promise<string[]> {
  const ids = new Set([...wanted].flatMap(([type, id]) => (isHeldOnce(type) ? [id] : [])));
  const warnings: string[] = [];
  for (const other of await otherStacks(workspace, stack)) {
    const objects = await objectsOf(workspace, other).catch((error: unknown) => {
      warnings.push(
        `could not look into the stack ${other}, so it may have this integration: ${plain(errorMessage(error))}`,
      );
      return [];
    });
    const held = objects.find(({ id }) => ids.has(id));
    if (held === undefined) continue;
    throw new Error(
      `the stack ${other} has ${described(held)}, and two stacks would undo each other's work: go on with ${other}, or ` +
        `remove it there first (\`pulumi state delete --stack ${other}\`)`,
    );
  }
  return warnings;
}

async function objectsOf(workspace: LocalWorkspace, stack: string): Promise<CloudObject[]> {
  return cloudObjectsIn(await pulumi(workspace, "stack", "export", "--stack", stack));
}

function isHeldOnce(type: string): boolean {
  return type === APPLICATION || type === SERVICE_PRINCIPAL || platformOfType(type) !== undefined;
}

function described({ type, name, id }: CloudObject): string {
  return `the ${kindOf(type) ?? type} ${plain(name)} (${plain(id)})`;
}
