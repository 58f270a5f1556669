import { type PropertyValue, Secret, withoutSecrets } from "./values.ts";

const SHORTEST_SECRET = 4;

/** Takes known secrets out of texts that people or logs will see. */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers every text that is marked secret anywhere in the value. */
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
    let redacted = text;
    for (const secret of this.#secrets) {
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
        redacted = redacted.replaceAll(form, "[secret]");
      }
    }
    return redacted;
  }
}
