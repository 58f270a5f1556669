import { describe, expect, test } from "@jest/globals";
import { Redactor } from "../../provider-kit/redact.ts";
import { newProperties, type PropertyValue, Secret } from "../../provider-kit/values.ts";

function redact(text: string, ...secrets: PropertyValue[]): string {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.learn(secret);
  return redactor.redact(text);
}
const hides = (text: string, part: string, ...secrets: PropertyValue[]) => !redact(text, ...secrets).includes(part);

describe("a secret is taken out of a text", () => {
  test("as it is, URL-encoded, or inside JSON", () => {
    const secret = 'a"b\\c d/é';
    const text = `plain ${secret}, url ${encodeURIComponent(secret)}, json ${JSON.stringify({ secret })}.`;
    expect(redact(text, new Secret(secret))).toBe('plain [secret], url [secret], json {"secret":"[secret]"}.');
  });

  test("form-encoded, with + for a space", () => {
    const secret = "word ~one";
    expect(hides(`body ${new URLSearchParams({ secret })}`, "one", new Secret(secret))).toBe(true);
  });

  test("wherever in the properties it was marked", () => {
    const value = newProperties([["list", [{ key: new Secret({ inner: ["first-text", "second-text"] }) }]]]);
    expect(redact("first-text and second-text", value)).toBe("[secret] and [secret]");
  });

  test("completely, even if it begins with a shorter secret", () => {
    expect(redact("hunter2-and-more", new Secret("hunter2"), new Secret("hunter2-and-more"))).toBe("[secret]");
  });

  test("every time it occurs", () => {
    expect(redact("pass pass", new Secret("pass"))).toBe("[secret] [secret]");
  });
});

test("a text without a secret stays as it is", () => {
  expect(redact("nothing here", "nothing", null, 1, undefinedSecret())).toBe("nothing here");
  expect(redact("a cat", new Secret("a"))).toBe("a cat");
});

test("text that is not well-formed Unicode is no problem", () => {
  expect(hides("x \ud800abc y", "abc", new Secret("\ud800abc"))).toBe(true);
});

function undefinedSecret(): Secret {
  return new Secret([true, 1, null]);
}
