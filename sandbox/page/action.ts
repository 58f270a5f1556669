import type { Sandbox } from "../types.ts";

/** What the page says after a form was sent. */
export interface Notice {
  readonly text: string;
  /** A client secret, which is shown this once. */
  readonly secret?: string;
  /** The action could not be carried out. */
  readonly failed?: true;
}

/** Something that a person does on the page. */
export type Action = (sandbox: Sandbox, form: Form) => Notice | Promise<Notice>;

/** An action that cannot be carried out, for example because its object is gone by now. */
export class ActionError extends Error {
  override readonly name = "ActionError";
}

/** The fields of a form. */
export class Form {
  readonly #fields: URLSearchParams;

  constructor(body: string) {
    this.#fields = new URLSearchParams(body);
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** @throws ActionError if it is empty */
  text(name: string): string {
    const value = this.#fields.get(name)?.trim() ?? "";
    if (value === "") throw new ActionError(`The field "${name}" is empty.`);
    return value;
  }

  /** What the field names. @throws ActionError if there is no such thing */
  find<T>(name: string, find: (value: string) => T | undefined): T {
    const found = find(this.text(name));
    if (found === undefined) throw new ActionError("It is no longer there, or was never there.");
    return found;
  }
}
