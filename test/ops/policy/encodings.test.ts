import { describe, expect, test } from "@jest/globals";
import { containsSecret } from "../../../ops/policy/encodings.ts";

const SECRET = 'aB3~x"Q/8+z%&w';
const base64 = (text: string, encoding: BufferEncoding = "utf8") => Buffer.from(text, encoding).toString("base64");

// D9
describe("a secret is found", () => {
  test.each<[string, string]>([
    ["in plain text", `login ${SECRET}`],
    ["in base64", base64(SECRET)],
    ["in base64 for URLs", Buffer.from(SECRET).toString("base64url")],
    ["in the header of a basic sign-in", `Authorization: Basic ${base64(`client:${SECRET}`)}`],
    ["one character into base64", base64(`x${SECRET}`)],
    ["two characters into base64", base64(`xy${SECRET}`)],
    ["after other base64 characters", `token/${base64(SECRET)}`],
    ["in base64 with line breaks", base64(`${"x".repeat(50)}${SECRET}`).replace(/.{20}/g, "$&\n")],
    ["in base64 of UTF-16, as for PowerShell", base64(SECRET, "utf16le")],
    ["in base64 in base64", base64(`data: ${base64(SECRET)}`)],
    ["in hexadecimal", Buffer.from(SECRET).toString("hex")],
    ["in a URL", `https://example.com/?secret=${encodeURIComponent(SECRET)}`],
    ["in JSON in a string", JSON.stringify(JSON.stringify({ secret: SECRET }))],
    ["in HTML", SECRET.replace("&", "&amp;").replace('"', "&#34;")],
  ])("%s", (_, text) => {
    expect(containsSecret(text, ["other-secret", SECRET])).toBe(true);
  });
});

test.each(["", "nothing of it", base64("nothing of it"), "f".repeat(64), base64(base64(base64(SECRET)))])(
  "a text without a secret passes: %j",
  (text) => {
    expect(containsSecret(text, [SECRET])).toBe(false);
  },
);

test("a long text is searched quickly", () => {
  const text = base64("x".repeat(400_000));
  const begin = performance.now();
  expect(containsSecret(text, [SECRET])).toBe(false);
  expect(performance.now() - begin).toBeLessThan(2_000);
});
