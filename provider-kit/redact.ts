import { type PropertyValue, Secret, withoutSecrets } from "./values.ts";

const SHORTEST_SECRET = 4;

/** Removes known secrets from texts for people and logs. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers every string that is marked secret anywhere in the value. */
  learn(value: PropertyValue | undefined): void {
    if (value instanceof Secret) this.#learnTexts(withoutSecrets(value));
    else if (Array.isArray(value)) for (const item of value) this.learn(item);
    else if (typeof value === "object" && value !== null) for (const item of Object.values(value)) this.learn(item);
  }

  #learnTexts(value: PropertyValue): void {
    if (typeof value === "string") {
      if (value.length >= SHORTEST_SECRET) this.#secrets.add(value);
    } else if (typeof value === "object" && value !== null) {
      for (const item of Object.values(value)) this.#learnTexts(item);
    }
  }

  redact(text: string): string {
    // Longest first, because one secret may contain another.
    const forms = [...this.#secrets].flatMap(formsOf).sort((left, right) => right.length - left.length);
    return forms.reduce((redacted, form) => redacted.replaceAll(form, "[secret]"), text);
  }
}

/** A secret as it is, in JSON, in a URL, and in a form. */
function formsOf(secret: string): string[] {
  const wellFormed = secret.toWellFormed();
  const inForm = new URLSearchParams({ "": wellFormed }).toString().slice(1);
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(wellFormed), inForm];
}
