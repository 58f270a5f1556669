export const SECRET = "[secret]";

/** A Gitpod token, a client secret of Entra, a Pulumi token, a JSON Web Token. */
const SECRET_FORMS = [
  /gitpod_pat_[\w.~-]+/g,
  /[\w.~-]{3}8Q~[\w.~-]{20,}/g,
  /\bpul-[0-9a-f]{40}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  // A password in an address, such as that of a backend.
  /(?<=\b[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi,
];
const SECRET_VARIABLES = /(TOKEN|SECRET|PASSWORD|PASSPHRASE|CONNECTION_STRING|_KEY)$/;
const SHORTEST_VARIABLE = 12;
const SHORTEST_PASSWORD = 4;

/** Masks known formats of secrets, and the secrets in the environment. It is apart because every command loads it. */
export function createTextMask(environment: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const known = Object.entries(environment)
    .filter(([name, value]) => SECRET_VARIABLES.test(name) && (value ?? "").length >= SHORTEST_VARIABLE)
    .map(([, value]) => value as string)
    .concat(passwordsIn(environment.PULUMI_BACKEND_URL))
    // Longest first, because one secret may begin with another.
    .sort((left, right) => right.length - left.length);
  return (given) => {
    const withoutKnown = known.reduce((masked, secret) => masked.replaceAll(secret, SECRET), given);
    return SECRET_FORMS.reduce((masked, form) => masked.replace(form, SECRET), withoutKnown);
  };
}

/** The password in an address, as it is written there and as a database gets it. */
function passwordsIn(url = ""): string[] {
  const password = /^[a-z][a-z\d+.-]*:\/\/[^/:@]*:(.+)@/i.exec(url)?.[1];
  if (password === undefined) return [];
  return [password, decoded(password)].filter((text) => text.length >= SHORTEST_PASSWORD);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
