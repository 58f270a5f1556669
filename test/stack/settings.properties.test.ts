import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSettings, SettingsError } from "../../stack/settings.ts";
import { NAMESPACE, SETTING_NAMES } from "../../stack/settingsSchema.ts";

function refusal(config: Record<string, string>): SettingsError {
  try {
    parseSettings(config, {});
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("the settings were accepted");
}

describe("for any stack settings", () => {
  const names = fc.oneof(
    fc.constantFrom(...SETTING_NAMES, "__proto__", "constructor", "hasOwnProperty", ""),
    fc.string({ unit: "binary" }),
  );
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.webUrl(), fc.uuid(), fc.integer().map(String));
  const keys = fc.oneof(
    names.map((name) => `${NAMESPACE}:${name}`),
    fc.constantFrom("gitpod:host", "azuread:tenantId"),
    fc.string(),
  );
  const stacks = fc.dictionary(keys, texts, { maxKeys: 20 });
  const token = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 40, maxLength: 40 });

  test("the result is settings or a SettingsError", () => {
    fc.assert(
      fc.property(stacks, (config) => {
        try {
          const { first, integrations } = parseSettings(config, {});
          const all = [...(first ? [first] : []), ...Object.values(integrations)];
          expect(all).not.toHaveLength(0);
          for (const { place } of all) expect(place).toHaveLength(36);
        } catch (error) {
          expect(error).toBeInstanceOf(SettingsError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("no message repeats the token, not even one pasted into the wrong setting", () => {
    fc.assert(
      fc.property(stacks, token, fc.constantFrom(...SETTING_NAMES), (config, hex, name) => {
        const secret = `gitpod_pat_${hex}`;
        const bad = { ...config, "gitpod:token": secret, [`${NAMESPACE}:${name}`]: secret, "gitpod:host": secret };
        const { message } = refusal(bad);
        expect(message).not.toContain(hex);
      }),
      { numRuns: 500 },
    );
  });

  test.each(SETTING_NAMES)("a credential in %s is not repeated", (name) => {
    for (const wrapped of [
      "gitpod_pat_0badcafe",
      '["gitpod_pat_0badcafe"]',
      "https://x:gitpod_pat_0badcafe@example.com/",
    ]) {
      const { message } = refusal({ "gitpod:host": wrapped, [`${NAMESPACE}:${name}`]: wrapped });
      expect(message).not.toContain("0badcafe");
    }
  });
});
