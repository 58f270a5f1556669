import { z } from "zod";
import { type Change, isOwn, type PropertyChange, type Step } from "./engineRun.ts";
import { DEFAULTS, type Mask } from "./mask.ts";
import { rankOf } from "./resourceKinds.ts";
import { parseUrn } from "./urn.ts";

/** Properties by name, or by path. */
export const propertyBag = z.record(z.string(), z.unknown()).nullish();

/** The fields we read of a resource before or after a step. */
export const resourceState = z
  .object({ custom: z.boolean().optional(), inputs: propertyBag, outputs: propertyBag })
  .nullish();

type RawState = z.infer<typeof resourceState>;

/** A step of the event log or of the digest, under the names of the event log. */
export interface RawStep {
  readonly op: string;
  readonly urn: string;
  readonly old?: RawState;
  readonly new?: RawState;
  /** Names of the changed properties, for when there is no detailed diff. */
  readonly diffs?: readonly string[] | null | undefined;
  /** By the paths of the changed properties. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null | undefined;
  readonly failed?: boolean;
}

const CHANGES: Readonly<Record<string, Change>> = {
  create: "create",
  import: "import",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
};

/**
 * One step for each resource that changes or was found changed. The engine's order varies from run to run; the order of
 * these does not.
 */
export function toSteps(raw: readonly RawStep[], mask: Mask): Step[] {
  const steps = new Map<string, Step>();
  for (const given of raw) {
    const change = changeOf(given);
    if (change === undefined || isDefaultProvider(given.urn)) continue;
    const step = toStep(given, change, mask);
    const key = `${given.urn} ${isOwn(step)}`;
    const known = steps.get(key);
    // A replacement comes as three steps: the first has all details, any of them may fail.
    steps.set(key, known === undefined ? step : { ...known, failed: known.failed || step.failed });
  }
  return [...steps.values()].sort(inOrder);
}

function inOrder(left: Step, right: Step): number {
  return (
    rankOf(left.type) - rankOf(right.type) ||
    compare(left.type, right.type) ||
    compare(left.name, right.name) ||
    Number(isOwn(left)) - Number(isOwn(right))
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function changeOf({ op, old, new: after, detailedDiff }: RawStep): Change | undefined {
  if (op !== "refresh") return Object.hasOwn(CHANGES, op) ? CHANGES[op] : undefined;
  if (old && !after) return "vanished";
  return Object.keys(detailedDiff ?? {}).length > 0 ? "drifted" : undefined;
}

function toStep(raw: RawStep, change: Change, mask: Mask): Step {
  const { type, name } = parseUrn(raw.urn);
  return {
    change,
    type,
    name: mask.text(name),
    custom: (raw.new ?? raw.old)?.custom ?? false,
    properties: propertiesOf(raw, change, mask),
    failed: raw.failed ?? false,
  };
}

function propertiesOf(raw: RawStep, change: Change, mask: Mask): PropertyChange[] {
  if (change === "delete" || change === "vanished") return [];
  const show = (value: unknown, path: string) => (value === undefined ? undefined : mask.value(value, path));
  const drifted = change === "drifted";
  return changedPaths(raw, change).map((path) => ({
    path: mask.text(path),
    before: show(valueBefore(raw, path, drifted), path),
    after: show(valueAt((drifted ? raw.new?.outputs : raw.new?.inputs) ?? {}, path), path),
  }));
}

function changedPaths({ detailedDiff, diffs, new: after }: RawStep, change: Change): string[] {
  if (change === "create" || change === "import") {
    const names = Object.keys(after?.inputs ?? {});
    return names.filter((name) => name !== DEFAULTS).sort();
  }
  const paths = Object.keys(detailedDiff ?? {});
  return (paths.length > 0 ? paths : [...(diffs ?? [])]).sort();
}

/** A provider may compare the new inputs with the old inputs or with the old outputs. */
function valueBefore({ old }: RawStep, path: string, drifted: boolean): unknown {
  const [first, second] = drifted ? [old?.outputs, old?.inputs] : [old?.inputs, old?.outputs];
  return valueAt(first ?? {}, path) ?? valueAt(second ?? {}, path);
}

/** The value at a path as the engine writes it: `web.redirectUris[0]`, `tags["a.b"]`. */
function valueAt(root: unknown, path: string): unknown {
  const segments = [...path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(
    ([, index, quoted, name]) => index ?? quoted?.replace(/\\(.)/g, "$1") ?? name ?? "",
  );
  return segments.reduce(member, root);
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** Pulumi creates these itself and never shows them. */
function isDefaultProvider(urn: string): boolean {
  const { type, name } = parseUrn(urn);
  return type.startsWith("pulumi:providers:") && /^default(_|$)/.test(name);
}
