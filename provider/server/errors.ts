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
  /** Names of inputs that the resource does not have yet: the state leaves them out, so that the update sends them. */
  readonly unapplied: readonly string[];

  constructor(
    id: string,
    outputs: Readonly<Record<string, unknown>>,
    unapplied: readonly string[],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.id = id;
    this.outputs = outputs;
    this.unapplied = unapplied;
  }
}
