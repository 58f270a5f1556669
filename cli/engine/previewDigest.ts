import { z } from "zod";
import type { EngineRun } from "./engineRun.ts";
import type { Mask } from "./mask.ts";
import { nameOf, toProblems } from "./problems.ts";
import { propertyBag, type RawStep, resourceState, toSteps } from "./steps.ts";
import { parseUrn } from "./urn.ts";

/** The fields we read of `pulumi preview --json` (pkg/display/json.go). */
const digestSchema = z.object({
  steps: z
    .array(
      z.object({
        op: z.string(),
        urn: z.string(),
        oldState: resourceState,
        newState: resourceState,
        diffReasons: z.array(z.string()).nullish(),
        detailedDiff: propertyBag,
      }),
    )
    .nullish(),
  diagnostics: z
    .array(z.object({ urn: z.string().optional(), message: z.string().optional(), severity: z.string() }))
    .nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** Reads what `pulumi preview --json` prints. It has a summary only when the engine finished. */
export function readDigest(value: unknown, mask: Mask): EngineRun {
  const { steps, diagnostics, changeSummary } = digestSchema
    .refine((digest) => Object.values(digest).some((part) => part !== undefined), "has neither steps nor diagnostics")
    .parse(value);
  const raw: RawStep[] = (steps ?? []).map(({ oldState, newState, diffReasons, ...rest }) => ({
    ...rest,
    old: oldState,
    new: newState,
    diffs: diffReasons,
  }));
  const problems = toProblems(
    (diagnostics ?? []).map(({ urn, message = "", severity }) => ({ severity, about: nameOf(urn), text: message })),
    mask,
  );
  const failed = problems.some(({ severity }) => severity === "error");
  return {
    kind: "preview",
    outcome: failed ? "failed" : changeSummary ? "succeeded" : "unfinished",
    stack: raw[0] && parseUrn(raw[0].urn).stack,
    steps: toSteps(raw, mask),
    problems,
  };
}
