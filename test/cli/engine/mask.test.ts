import { describe, expect, test } from "@jest/globals";
import { createMask } from "../../../cli/engine/mask.ts";

const MARKED = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "what-the-engine-should-not-have-written",
};
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const mask = createMask({});

describe("a value", () => {
  test.each([
    ["marked by the engine", MARKED, "web", "[secret]"],
    ["marked inside another", { a: [MARKED] }, "web", '{"a":["[secret]"]}'],
    ["of a property with the name of a secret", "hunter2", "clientSecret", "[secret]"],
    ["of the setting with Ona's token", "hunter2", "onaToken", "[secret]"],
    ["of such a property, deep in a path", "hunter2", 'items[0].properties["x"].value', "[secret]"],
    ["of such a list", ["hunter2"], "password[0]", "[secret]"],
    [
      "of such a property inside an object",
      { secretText: "hunter2", keyId: "k" },
      "credentials",
      '{"secretText":"[secret]","keyId":"k"}',
    ],
    ["that is unknown before the deployment", UNKNOWN, "clientId", "[known after the deployment]"],
    ["that is none of these", { url: "https://example.com" }, "tokenUrl", '{"url":"https://example.com"}'],
    ["with a bridged provider's own notes", { __defaults: [], uris: [{ __defaults: [] }] }, "web", '{"uris":[{}]}'],
    ["that is a number", 180, "secretLifetimeDays", "180"],
    ["that is empty", "", "existingClientSecret", '""'],
  ])("%s", (_, value, path, shown) => {
    expect(mask.value(value, path)).toBe(shown);
  });

  test("is cut when it is long", () => {
    expect(mask.value("x".repeat(5_000), "notes")).toHaveLength(1_001);
  });
});

describe("a text", () => {
  const entra = `abc8Q~${"d".repeat(34)}`;
  const jwt = `eyJhbGciOiJSUzI1NiJ9.${"e".repeat(40)}.${"f".repeat(40)}`;

  test.each([
    ["a Gitpod token", "gitpod_pat_A-b_c.d"],
    ["a client secret of Entra", entra],
    ["a Pulumi token", `pul-${"0a".repeat(20)}`],
    ["a JSON Web Token", jwt],
  ])("hides %s", (_, secret) => {
    expect(mask.text(`before ${secret} after`)).toBe("before [secret] after");
    expect(mask.value(`x ${secret}`, "notes")).toBe('"x [secret]"');
  });

  test("hides a password in an address, and that of the backend wherever it is", () => {
    const { text } = createMask({ PULUMI_BACKEND_URL: "postgres://sam:p%40ss@db.example.com/pulumi" });
    expect(text("mysql://root:hunter2@db.example.com, p%40ss or p@ss; see https://example.com:8080/@sam")).toBe(
      "mysql://root:[secret]@db.example.com, [secret] or [secret]; see https://example.com:8080/@sam",
    );
  });

  test("hides the secrets in the environment, the longer of two first", () => {
    const environment = { GITPOD_TOKEN: "long-and-secret", ARM_CLIENT_SECRET: "long-and-secret-too", CI: "true" };
    const { text } = createMask({ ...environment, SHORT_TOKEN: "true", NAME: "long-but-no-secret" });
    expect(text("long-and-secret-too true long-and-secret long-but-no-secret")).toBe(
      "[secret] true [secret] long-but-no-secret",
    );
  });
});
