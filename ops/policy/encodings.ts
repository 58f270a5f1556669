/** A secret in base64 in base64, as a Kubernetes manifest inside of another has it. */
const DEPTH = 2;
const BASE64 = /[A-Za-z0-9+/_-]{8,}/g;
const HEX = /[0-9a-f]{16,}/gi;

/** Whether a text shows one of the secrets: as it is, or so that anybody can turn it back. */
export function shows(text: string, secrets: readonly string[], depth = DEPTH): boolean {
  if (secrets.some((secret) => text.includes(secret))) return true;
  return depth > 0 && secrets.length > 0 && decodings(text).some((decoded) => shows(decoded, secrets, depth - 1));
}

/** What a text may stand for. */
function decodings(text: string): string[] {
  // Tools break long base64 into lines.
  const joined = text.replace(/\s+/g, "");
  return [
    unescaped(text),
    ...(joined.match(BASE64) ?? []).flatMap((run) => shifted(run, 4).map((part) => decoded(part, "base64"))),
    ...(joined.match(HEX) ?? []).flatMap((run) => shifted(run, 2).map((part) => decoded(part, "hex"))),
  ].filter((candidate) => candidate !== text);
}

/** URLs, JSON and HTML. */
function unescaped(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#x([0-9a-f]{1,4});/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,5});/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[String(name)] ?? "")
    .replace(/\\(["\\/])/g, "$1");
}

/** A run of letters from each place at which an encoded part may begin: what stands before it may belong to the run. */
function shifted(run: string, places: number): string[] {
  return Array.from({ length: places }, (_, place) => run.slice(place));
}

/** Without the zeros that UTF-16 has between letters. */
function decoded(text: string, encoding: "base64" | "hex"): string {
  return Buffer.from(text, encoding).toString("latin1").replaceAll("\0", "");
}
