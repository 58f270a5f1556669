import type { Step } from "../engine/engineRun.ts";
import { kindOf } from "../engine/resourceKinds.ts";
import { listed } from "../shared/text.ts";
import { code } from "./escape.ts";

export const LONGEST_NAME = 60;
const MOST_NAMES = 6;

/** "the client secret and the integration", or their number when there are many. */
export function subjects(steps: readonly Step[], all: readonly Step[]): string {
  return steps.length > MOST_NAMES ? `${steps.length} resources` : listed(steps.map((step) => subjectOf(step, all)));
}

/** "the client secret", with its name when there are several. Resources of other projects go by name and type. */
function subjectOf({ type, name }: Step, all: readonly Step[]): string {
  const kind = kindOf(type);
  if (kind === undefined) return `${code(name, LONGEST_NAME)} (${code(type, LONGEST_NAME)})`;
  const sameKind = all.filter((other) => kindOf(other.type) === kind);
  const several = new Set(sameKind.map((other) => `${other.type} ${other.name}`)).size > 1;
  return several ? `the ${kind} ${code(name, LONGEST_NAME)}` : `the ${kind}`;
}
