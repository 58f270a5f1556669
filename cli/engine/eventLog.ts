import { z } from "zod";
import type { EngineRun, Problem } from "./engineRun.ts";
import type { Mask } from "./mask.ts";
import { nameOf, type RawProblem, toProblems } from "./problems.ts";
import { propertyBag, type RawStep, resourceState, toSteps } from "./steps.ts";
import { parseUrn } from "./urn.ts";

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  old: resourceState,
  new: resourceState,
  diffs: z.array(z.string()).nullish(),
  detailedDiff: propertyBag,
});
const resourceEvent = z.object({ metadata, planning: z.boolean().optional() }).optional();

/** The fields we read of the engine's events (sdk/go/common/apitype/events.go). */
const eventSchema = z.object({
  sequence: z.number(),
  resourcePreEvent: resourceEvent,
  resOutputsEvent: resourceEvent,
  diagnosticEvent: z
    .object({
      urn: z.string().optional(),
      message: z.string(),
      severity: z.string(),
      ephemeral: z.boolean().optional(),
    })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      policyPackName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  errorEvent: z.object({ error: z.string() }).optional(),
  summaryEvent: z.object({ isPreview: z.boolean().optional(), result: z.string().optional() }).optional(),
});
type Event = z.infer<typeof eventSchema>;

/** Reads the events of a log. */
export function readEvents(values: readonly unknown[], mask: Mask): EngineRun {
  const all = values.map((value) => eventSchema.parse(value));
  const deploys = all.some((event) => resourceEventOf(event) !== undefined && !isPlanning(event));
  // Without --skip-preview, `pulumi up` also logs its preview.
  const events = deploys ? all.filter((event) => !isPlanning(event)) : all;
  const problems = toProblems(events.flatMap(problemsOf), mask);
  const urn = events.map(({ resourcePreEvent }) => resourcePreEvent?.metadata.urn).find((found) => found !== undefined);
  return {
    kind: deploys ? "deployment" : "preview",
    outcome: outcomeOf(events, problems),
    stack: urn && parseUrn(urn).stack,
    steps: toSteps(rawSteps(events, deploys), mask),
    problems,
  };
}

function resourceEventOf({ resourcePreEvent, resOutputsEvent }: Event) {
  return resourcePreEvent ?? resOutputsEvent;
}

function isPlanning(event: Event): boolean {
  return resourceEventOf(event)?.planning === true;
}

/**
 * The steps that were started, in order, and what a refresh found, which only the event at its end says. `pulumi refresh`
 * names that event after the difference (update, delete, same); the refresh of a preview or deployment names it refresh.
 */
function rawSteps(events: readonly Event[], deploys: boolean): RawStep[] {
  const key = ({ op, urn }: { op: string; urn: string }) => `${op} ${urn}`;
  const done = new Set(
    events.flatMap(({ resOutputsEvent }) => (resOutputsEvent ? [key(resOutputsEvent.metadata)] : [])),
  );
  const latest = new Map<string, string>();
  return events.flatMap(({ resourcePreEvent, resOutputsEvent }): RawStep[] => {
    if (resOutputsEvent !== undefined) {
      const { metadata } = resOutputsEvent;
      const refreshed = metadata.op === "refresh" || latest.get(metadata.urn) === "refresh";
      return refreshed ? [{ ...metadata, op: "refresh" }] : [];
    }
    if (resourcePreEvent === undefined) return [];
    const { metadata } = resourcePreEvent;
    latest.set(metadata.urn, metadata.op);
    return metadata.op === "refresh" ? [] : [{ ...metadata, failed: deploys && !done.has(key(metadata)) }];
  });
}

function problemsOf({ diagnosticEvent, policyEvent, errorEvent }: Event): RawProblem[] {
  const found: RawProblem[] = [];
  if (diagnosticEvent && !diagnosticEvent.ephemeral) {
    const { severity, urn, message } = diagnosticEvent;
    found.push({ severity, about: nameOf(urn), text: message });
  }
  if (policyEvent) {
    const { policyPackName, policyName, message, enforcementLevel, resourceUrn } = policyEvent;
    const severity = enforcementLevel === "mandatory" ? "error" : "warning";
    found.push({ severity, about: nameOf(resourceUrn), text: `Policy ${policyPackName}/${policyName}: ${message}` });
  }
  if (errorEvent) found.push({ severity: "error", text: errorEvent.error });
  return found;
}

function outcomeOf(events: readonly Event[], problems: readonly Problem[]): EngineRun["outcome"] {
  const summary = events.find(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
  if (summary === undefined) return "unfinished";
  const hasErrors = problems.some(({ severity }) => severity === "error");
  return hasErrors || (summary.result !== undefined && summary.result !== "succeeded") ? "failed" : "succeeded";
}
