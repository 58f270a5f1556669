import { type EngineRun, isOwn, type Step } from "../engine/engineRun.ts";
import { APPLICATION, CLIENT_SECRET, ROTATION } from "../engine/resourceKinds.ts";
import { capitalized, listed } from "../shared/text.ts";
import { code } from "./escape.ts";
import { losses, nextForPeople } from "./people.ts";
import { LONGEST_NAME, subjects } from "./subjects.ts";

const MOST_SENTENCES = 8;
const MOST_PROPERTIES = 5;

type Kind = EngineRun["kind"];

/** Sentences in Markdown about what a run changes, the most important first. Their number and length are limited. */
export function words(run: EngineRun): string[] {
  const own = run.steps.filter(isOwn);
  const found = run.steps.filter((step) => !isOwn(step));
  return [
    ...endings(run),
    ...losses(own, run.kind),
    ...bounded(sentences(found, run.kind)),
    ...changes(own, run),
    ...nextForPeople(own, run.kind),
  ];
}

function endings({ kind, outcome, problems }: EngineRun): string[] {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const below = errors === 0 ? "" : errors === 1 ? " The error is below." : ` ${errors} errors are below.`;
  if (outcome === "failed") return [`**The ${kind} failed**; the list below may be incomplete.${below}`];
  if (outcome === "unfinished") return [`**The ${kind} did not finish**; the list below may be incomplete.${below}`];
  return [];
}

function changes(own: readonly Step[], { kind, outcome }: EngineRun): string[] {
  const custom = own.filter((step) => step.custom);
  if (custom.length > 0) return bounded(sentences(withoutSchedule(custom), kind));
  if (own.length > 0) return ["No resource changes, only Pulumi's records of components."];
  if (outcome !== "succeeded") return [];
  return [kind === "preview" ? "Nothing changes." : "There was nothing to change."];
}

/** The renewal schedule changes with each client secret, so the secret's sentence is enough. */
function withoutSchedule(steps: readonly Step[]): Step[] {
  const renewed = steps.some(({ type, change }) => type === CLIENT_SECRET && change !== "update");
  return steps.filter(({ type }) => !(renewed && type === ROTATION));
}

/** Resources with the same predicate share a sentence. */
function sentences(steps: readonly Step[], kind: Kind): string[] {
  const byPredicate = Map.groupBy(steps, (step) => predicateOf(step, kind));
  return [...byPredicate].map(([predicate, group]) => {
    const predicates = group.length > 1 ? predicate.replace(/^was /, "were ") : predicate;
    return capitalized(`${subjects(group, steps)} ${predicates}.`);
  });
}

function predicateOf(step: Step, kind: Kind): string {
  if (step.change === "drifted") return `was changed outside of Pulumi: ${propertyNames(step)}`;
  if (step.change === "vanished") return "was deleted outside of Pulumi";
  const done = doneOf(step);
  if (step.failed) return `could not be ${done}`;
  return kind === "preview" ? `will be ${done}` : `was ${done}`;
}

function doneOf(step: Step): string {
  switch (step.change) {
    case "create":
      return "created";
    case "import":
      return "imported into the stack as it is";
    case "delete":
      return "deleted";
    case "replace":
      return "replaced";
    default:
      return renamedTo(step) ?? `changed: ${propertyNames(step)}`;
  }
}

function renamedTo({ type, properties }: Step): string | undefined {
  const [property, ...others] = properties;
  if (type !== APPLICATION || property?.path !== "displayName" || others.length > 0) return undefined;
  return `renamed to ${code(property.after ?? "", LONGEST_NAME)}`;
}

function propertyNames({ properties }: Step): string {
  const names = properties.slice(0, MOST_PROPERTIES).map(({ path }) => code(path, LONGEST_NAME));
  const more = properties.length - names.length;
  return names.length === 0 ? "its properties" : listed(more > 0 ? [...names, `${more} more`] : names);
}

function bounded(all: string[]): string[] {
  const more = all.length - MOST_SENTENCES;
  return more > 0 ? [...all.slice(0, MOST_SENTENCES), `${more} more changes are in the table.`] : all;
}
