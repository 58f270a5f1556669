import { PLATFORMS } from "../../platforms/index.ts";
import { SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWNS } from "../../provider-kit/engineMarks.ts";
import { createTextMask, SECRET } from "./textMask.ts";

/** The property in which a provider that is bridged from Terraform notes which inputs it filled in. */
export const DEFAULTS = "__defaults";

const UNKNOWN = "[known after the deployment]";
const LONGEST_VALUE = 1_000;

/** Properties that hold a secret even when the engine does not mark them. */
const SECRET_NAMES = new Set([
  "clientSecret",
  "existingClientSecret",
  "password",
  "secretText",
  "secretValue",
  "value",
  ...PLATFORMS.map(({ token }): string => token.name),
]);

/** Masks secrets in what people read. The engine does so too; this catches the ones that the engine does not know. */
export interface Mask {
  /** A message or name. */
  text(text: string): string;
  /** The value of the property at `path`, as JSON, `[secret]` or `[known after the deployment]`. */
  value(value: unknown, path: string): string;
}

/** Masks what the engine marks, known property names, known formats, and the secrets in the environment. */
export function createMask(environment: Readonly<Record<string, string | undefined>>): Mask {
  const text = createTextMask(environment);
  return {
    text,
    value(value, path) {
      const plain = SECRET_NAMES.has(lastName(path)) && value !== "" ? SECRET : withoutMarks(value);
      const shown = plain === SECRET || plain === UNKNOWN ? plain : text(JSON.stringify(plain) ?? "null");
      return shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown;
    },
  };
}

function withoutMarks(value: unknown): unknown {
  if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== "object" || value === null) return value;
  if (Object.hasOwn(value, SIGNATURE_KEY) && Reflect.get(value, SIGNATURE_KEY) === SECRET_SIGNATURE) return SECRET;
  const entries = Object.entries(value).filter(([name]) => name !== DEFAULTS);
  return Object.fromEntries(entries.map(([name, item]) => [name, hides(name, item) ? SECRET : withoutMarks(item)]));
}

function hides(name: string, value: unknown): boolean {
  return SECRET_NAMES.has(name) && value !== "" && value !== null;
}

/** `value` of `properties.value`, `secrets` of `secrets[0]`. */
function lastName(path: string): string {
  return /([^.[\]"]+)(?:\[\d+\])*$/.exec(path)?.[1] ?? path;
}
