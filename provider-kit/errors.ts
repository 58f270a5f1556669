import type { InputProblem } from "./check.ts";

/** An error that a person can act on. Its message reaches the engine unchanged and holds no secret. */
export class ProviderError extends Error {
  override readonly name: string = "ProviderError";
}

/** The inputs of a component are wrong. The engine shows each problem. */
export class WrongInputs extends ProviderError {
  override readonly name = "WrongInputs";
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super(problems.length === 1 ? "one input is wrong:" : `${problems.length} inputs are wrong:`);
    this.problems = problems;
  }
}

/**
 * The resource exists although the operation failed. The engine writes its id and what is known of it to the state, shows
 * the error, and continues with an update in the next `pulumi up`.
 */
export class PartialFailure extends ProviderError {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /**
   * Inputs that the resource may not have yet. The state gets these values in their place; undefined leaves an input out,
   * so that the next update sends it.
   */
  readonly unapplied: Readonly<Record<string, unknown>>;

  constructor(
    id: string,
    outputs: Readonly<Record<string, unknown>>,
    unapplied: Readonly<Record<string, unknown>>,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.id = id;
    this.outputs = outputs;
    this.unapplied = unapplied;
  }
}

/** The code of a system error such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}
