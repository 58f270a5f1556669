/**
 * What happens to one resource. `drifted` and `vanished` are what a refresh found: somebody changed or deleted it outside
 * of Pulumi.
 */
export type Change = "create" | "import" | "update" | "replace" | "delete" | "drifted" | "vanished";

/** One property of a resource that changes. */
export interface PropertyChange {
  /** Path as the engine writes it, such as `web.redirectUris[0]`. */
  readonly path: string;
  /** Value before, as text for people with secrets taken out; undefined when there was none. */
  readonly before: string | undefined;
  /** Value afterwards, in the same form. */
  readonly after: string | undefined;
}

/** One resource that changes. */
export interface Step {
  readonly change: Change;
  /** Type token, such as `gitpod:index:AuthProvider`. */
  readonly type: string;
  readonly name: string;
  /** Whether a provider plugin manages it; a component is only grouped by Pulumi. */
  readonly custom: boolean;
  readonly properties: readonly PropertyChange[];
  /** Whether a deployment tried this and failed, or ended before it was done. Never in a preview. */
  readonly failed: boolean;
}

/** Something that the engine, a provider, the program or a policy complains about. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** Name of the resource it is about. */
  readonly about?: string;
  /** May have several lines; secrets are taken out. */
  readonly text: string;
}

/** What one run of the engine would do (a preview) or did (a deployment). */
export interface EngineRun {
  readonly kind: "preview" | "deployment";
  readonly outcome: "succeeded" | "failed" | "unfinished";
  /** Stack name out of the resources; undefined when there is none. */
  readonly stack: string | undefined;
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

/** Whether the program, rather than somebody outside of Pulumi, makes this change. */
export function isOwn({ change }: Step): boolean {
  return change !== "drifted" && change !== "vanished";
}
