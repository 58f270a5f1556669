/** The property in which a provider that is bridged from Terraform notes which inputs it filled in. */
export const DEFAULTS = "__defaults";

/** The key under which the engine marks a value (sdk/go/common/resource/sig), and the mark of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";
/** What the engine writes for a value that is not known before the deployment (sdk/go/common/resource/plugin). */
const UNKNOWN_MARKS = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const SECRET = "[secret]";
const UNKNOWN = "[known after the deployment]";
const LONGEST_VALUE = 1_000;

/** Properties that hold a secret even when the engine does not mark them. */
const SECRET_NAMES = new Set([
  "clientSecret",
  "existingClientSecret",
  "password",
  "secretText",
  "secretValue",
  "token",
  "value",
]);
/** A Gitpod token, a client secret of Entra, a Pulumi token, a JSON Web Token. */
const SECRET_FORMS = [
  /gitpod_pat_[\w.~-]+/g,
  /[\w.~-]{3}8Q~[\w.~-]{20,}/g,
  /\bpul-[0-9a-f]{40}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
];
const SECRET_VARIABLES = /(TOKEN|SECRET|PASSWORD|PASSPHRASE|CONNECTION_STRING|_KEY)$/;
const SHORTEST_VARIABLE = 12;

/** Masks secrets in what people read. The engine does so too; this catches the ones that the engine does not know. */
export interface Mask {
  /** A message or name. */
  text(text: string): string;
  /** The value of the property at `path`, as JSON, `[secret]` or `[known after the deployment]`. */
  value(value: unknown, path: string): string;
}

/** Masks what the engine marks, known property names, known formats, and the secrets in the environment. */
export function createMask(environment: Readonly<Record<string, string | undefined>>): Mask {
  const known = Object.entries(environment)
    .filter(([name, value]) => SECRET_VARIABLES.test(name) && (value ?? "").length >= SHORTEST_VARIABLE)
    .map(([, value]) => value as string)
    // Longest first, because one secret may begin with another.
    .sort((left, right) => right.length - left.length);
  const text = (given: string) => {
    const withoutKnown = known.reduce((masked, secret) => masked.replaceAll(secret, SECRET), given);
    return SECRET_FORMS.reduce((masked, form) => masked.replace(form, SECRET), withoutKnown);
  };
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
  if (typeof value === "string") return UNKNOWN_MARKS.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== "object" || value === null) return value;
  if (Object.hasOwn(value, SIGNATURE) && Reflect.get(value, SIGNATURE) === SECRET_MARK) return SECRET;
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
