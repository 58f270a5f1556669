/** Entra cannot be asked, or does not say. The message says why, as a sentence. */
export class EntraError extends Error {
  override readonly name: string = "EntraError";
  /** Command, or advice, that helps. */
  readonly fix: string | undefined;

  constructor(message: string, fix?: string, options?: ErrorOptions) {
    super(message, options);
    this.fix = fix;
  }
}

/** No answer came. The message says what to look at. */
export class Unreachable extends EntraError {
  override readonly name = "Unreachable";
}

/** The azuread provider could not sign in either. */
export class SignInFailed extends EntraError {
  override readonly name = "SignInFailed";
}

/** Graph answers with an error. */
export class GraphError extends EntraError {
  override readonly name = "GraphError";
  /** Of HTTP. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}
