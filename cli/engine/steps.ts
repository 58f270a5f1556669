import type { z } from "zod";
import { DEFAULTS, type resourceState } from "./engineForms.ts";
import { type Change, isOwn, type PropertyChange, type Step } from "./engineRun.ts";
import type { Mask } from "./mask.ts";
import { valueAt } from "./propertyPath.ts";
import { rankOf } from "./resourceKinds.ts";

type RawState = z.infer<typeof resourceState>;

/** A step as the engine writes it, with the names of both of its forms brought together. */
export interface RawStep {
  readonly op: string;
  readonly urn: string;
  readonly old?: RawState;
  readonly new?: RawState;
  /** Names of the properties that change, where there is no detailed difference. */
  readonly diffs?: readonly string[] | null | undefined;
  /** Paths of the properties that change. */
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
 * What the engine's steps mean for each resource: one step for each that changes or was found changed. Their order is always
 * the same, which the engine's is not.
 */
export function toSteps(raw: readonly RawStep[], mask: Mask): Step[] {
  const steps = new Map<string, Step>();
  for (const given of raw) {
    const change = changeOf(given);
    if (change === undefined || isDefaultProvider(given.urn)) continue;
    const key = `${given.urn} ${change === "drifted" || change === "vanished" ? "found" : "own"}`;
    const known = steps.get(key);
    const step = toStep(given, change, mask);
    // A replacement comes as three steps; the first says all, any may fail.
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
  const found = change === "drifted";
  return pathsOf(raw, change).map((path) => ({
    path: mask.text(path),
    before: show(beforeAt(raw, path, found), path),
    after: show(valueAt((found ? raw.new?.outputs : raw.new?.inputs) ?? {}, path), path),
  }));
}

function pathsOf({ detailedDiff, diffs, new: after }: RawStep, change: Change): string[] {
  if (change === "create" || change === "import") {
    const names = Object.keys(after?.inputs ?? {});
    return names.filter((name) => name !== DEFAULTS).sort();
  }
  const paths = Object.keys(detailedDiff ?? {});
  return (paths.length > 0 ? paths : [...(diffs ?? [])]).sort();
}

/** A provider may compare the new inputs with the old inputs or with the old outputs. */
function beforeAt({ old }: RawStep, path: string, found: boolean): unknown {
  const [first, second] = found ? [old?.outputs, old?.inputs] : [old?.inputs, old?.outputs];
  return valueAt(first ?? {}, path) ?? valueAt(second ?? {}, path);
}

/** `urn:pulumi:<stack>::<project>::<types, joined by $>::<name>` */
export function parseUrn(urn: string): { stack: string; type: string; name: string } {
  const [head = "", , types = "", ...name] = urn.split("::");
  return { stack: head.replace("urn:pulumi:", ""), type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

/** Pulumi makes these by itself and shows them nowhere. */
function isDefaultProvider(urn: string): boolean {
  const { type, name } = parseUrn(urn);
  return type.startsWith("pulumi:providers:") && /^default(_|$)/.test(name);
}
