/** What happens to a resource. `drifted` and `vanished`: a refresh found that it was changed or deleted outside Pulumi. */
export type Change = "create" | "import" | "update" | "replace" | "delete" | "drifted" | "vanished";

/** One property of a resource that changes. */
export interface PropertyChange {
  /** Path as the engine writes it, such as `web.redirectUris[0]`. */
  readonly path: string;
  /** The old value as text, masked; undefined when there was none. */
  readonly before: string | undefined;
  /** The new value, likewise. */
  readonly after: string | undefined;
}

/** One resource that changes. */
export interface Step {
  readonly change: Change;
  /** Type token, such as `gitpod:index:AuthProvider`. */
  readonly type: string;
  readonly name: string;
  /** A provider plugin manages the resource; false for a component. */
  readonly custom: boolean;
  readonly properties: readonly PropertyChange[];
  /** The deployment failed at this step, or ended before it was done. Never in a preview. */
  readonly failed: boolean;
}

/** An error or warning of the engine, a provider, the program or a policy. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** Name of the resource concerned. */
  readonly about?: string;
  /** One or more lines, masked. */
  readonly text: string;
}

/** What one run of the engine would do (a preview) or did (a deployment). */
export interface EngineRun {
  readonly kind: "preview" | "deployment";
  readonly outcome: "succeeded" | "failed" | "unfinished";
  /** Stack name, taken from the URN of a resource; undefined when there is none. */
  readonly stack: string | undefined;
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}

/** The program makes this change, as opposed to somebody outside Pulumi. */
export function isOwn({ change }: Step): boolean {
  return change !== "drifted" && change !== "vanished";
}
