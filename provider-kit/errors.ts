/** A failure that a person can act on; its message goes to the engine as it is and holds no secret. */
export class ProviderError extends Error {
  override readonly name: string = "ProviderError";
}

/**
 * The resource exists although the operation failed. The engine keeps the id and what is known of it in the state, shows
 * the reasons, and continues with an update at the next `pulumi up`.
 */
export class PartialFailure extends ProviderError {
  override readonly name = "PartialFailure";
  readonly id: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /**
   * Inputs of which nobody knows that the resource has the new value. The state gets this value in its place; undefined
   * leaves it out, so that the next update sends it.
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
