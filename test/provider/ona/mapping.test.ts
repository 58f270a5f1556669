import { describe, expect, test } from "@jest/globals";
import { changeWarning } from "../../../provider/ona/mapping.ts";
import type { State } from "../../../provider/ona/schema.ts";
import { systemClock } from "../../../provider-kit/clock.ts";

const STATE: State = {
  runnerId: "0d7eb2ab-4f0f-4f3c-8d3e-0a2f7f3c9d1e",
  scmId: "azuredevops_entra",
  host: "dev.azure.com",
  clientId: "app",
  clientSecret: "secret",
  issuerUrl: "https://login.microsoftonline.com/tenant/v2.0",
  pat: true,
  virtualDirectory: undefined,
  adoptExisting: false,
  verifyCredentials: true,
  verified: true,
  problems: [],
  redirectUri: "https://runner.example.com/callback",
  connectUrl: "https://app.ona.com/connect",
};

describe("a preview says what a change means for people", () => {
  const warning = (changed: readonly string[], news: Partial<State> = {}, state = STATE) =>
    changeWarning({ changed: new Set(changed), state, news: { ...STATE, ...news }, clock: systemClock })?.message;

  test.each(["runnerId", "scmId", "host"])("when %s replaces the integration", (name) => {
    expect(warning([name])).toMatch(/replaces the integration and deletes the sign-ins of all people who use it/);
  });

  test("when OAuth is turned off", () => {
    expect(warning(["clientId"], { clientId: undefined })).toBe(
      "this change turns OAuth off for dev.azure.com and deletes the sign-ins of all people who use it",
    );
  });

  test("when personal access tokens are turned off", () => {
    expect(warning(["pat"], { pat: false })).toMatch(/deletes those that people have stored/);
    expect(warning(["pat"], { pat: false }, { ...STATE, pat: false })).toBeUndefined();
  });

  test("when another app is used", () => {
    expect(warning(["clientId"], { clientId: "other" })).toMatch(/all people who use it have to connect again/);
  });

  test("and nothing when only the secret changes, or nothing", () => {
    expect(warning(["clientSecret"], { clientSecret: "other" })).toBeUndefined();
    expect(warning([])).toBeUndefined();
  });

  test("and what is wrong with an integration that does not change", () => {
    const problems = [{ field: "oauth", message: "the secret has ended" }];
    expect(warning([], {}, { ...STATE, verified: false, problems })).toMatch(
      /is not valid.*oauth: the secret has ended/,
    );
    const offline = [{ field: "runner", message: "is offline" }];
    expect(warning([], {}, { ...STATE, verified: false, problems: offline })).toBeUndefined();
  });
});
