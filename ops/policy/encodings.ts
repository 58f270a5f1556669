/** Finds base64 inside base64, as in a Kubernetes manifest inside another. */
const DEPTH = 2;
const BASE64 = /[A-Za-z0-9+/_-]{8,}/g;
const HEX = /[0-9a-f]{16,}/gi;

/** Whether a text contains one of the secrets, plain or encoded. */
export function containsSecret(text: string, secrets: readonly string[], depth = DEPTH): boolean {
  if (secrets.some((secret) => text.includes(secret))) return true;
  return (
    depth > 0 && secrets.length > 0 && decodings(text).some((decoded) => containsSecret(decoded, secrets, depth - 1))
  );
}

/** Possible decodings of a text. */
function decodings(text: string): string[] {
  // Tools break long base64 into lines.
  const joined = text.replace(/\s+/g, "");
  return [
    unescaped(text),
    ...(joined.match(BASE64) ?? []).flatMap((run) => shifted(run, 4).map((part) => decoded(part, "base64"))),
    ...(joined.match(HEX) ?? []).flatMap((run) => shifted(run, 2).map((part) => decoded(part, "hex"))),
  ].filter((candidate) => candidate !== text);
}

/** Decodes the escapes of URLs, JSON and HTML. */
function unescaped(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#x([0-9a-f]{1,4});/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,5});/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[String(name)] ?? "")
    .replace(/\\(["\\/])/g, "$1");
}

/** The run from each possible start of an encoded part, because characters before that part may belong to the run. */
function shifted(run: string, places: number): string[] {
  return Array.from({ length: places }, (_, place) => run.slice(place));
}

/** Decodes, and removes the zero bytes of UTF-16. */
function decoded(text: string, encoding: "base64" | "hex"): string {
  return Buffer.from(text, encoding).toString("latin1").replaceAll("\0", "");
}
