import { describe, expect, test } from "@jest/globals";
import { conflict, explain } from "../../../provider/classic/explain.ts";
import {
  changeWarning,
  needsUpdate,
  previewOutputs,
  replacesIdentity,
  toChanges,
  toInputs,
  toNewIntegration,
  toOutputs,
} from "../../../provider/classic/mapping.ts";
import { ProviderError } from "../../../provider-kit/errors.ts";
import { UNKNOWN } from "../../../provider-kit/values.ts";
import { INPUTS, LIVE, STATE, URN } from "./support/fakes.ts";
import { gitpodError } from "./support/gitpodFake.ts";

const warning = (...changed: string[]) => changeWarning({ changed: new Set(changed), state: STATE });
const names = (...changed: string[]) => new Set(changed);
const same = (left: object, right: object) => JSON.stringify(left) === JSON.stringify(right);

describe("the mapping", () => {
  test("sends what Gitpod stores and nothing else", () => {
    const { adoptExisting, verifyCredentials, organizationId, host, ...credentials } = INPUTS;
    const { clientId, clientSecret, authorizationUrl, tokenUrl } = credentials;
    expect(
      same(toNewIntegration(INPUTS), { organizationId, host, clientId, clientSecret, authorizationUrl, tokenUrl }),
    ).toBe(true);
    expect(same(toChanges(INPUTS), { clientId, authorizationUrl, tokenUrl, clientSecret })).toBe(true);
  });

  test("reads back everything but the secret", () => {
    const { clientSecret, adoptExisting, verifyCredentials, ...shown } = INPUTS;
    expect(toInputs(LIVE)).toEqual(shown);
  });

  test("makes the links of the installation, with Gitpod's scopes or the default ones", () => {
    const outputs = toOutputs({ ...LIVE, scopes: [] }, "gitpod.example.com");
    expect(outputs.redirectUri).toBe("https://gitpod.example.com/auth/callback");
    expect(outputs.scopes).toEqual([
      "https://app.vssps.visualstudio.com/vso.code_write",
      "https://app.vssps.visualstudio.com/vso.profile",
      "offline_access",
    ]);
    expect(new URL(outputs.activationUrl).searchParams.get("host")).toBe("dev.azure.com");
    expect(toOutputs(LIVE, "gitpod.example.com").scopes).toEqual(["a", "b"]);
  });

  test.each(["clientId", "clientSecret", "authorizationUrl", "tokenUrl"] as const)(
    "a new %s needs an update",
    (name) => {
      expect(needsUpdate(STATE, { ...INPUTS, [name]: "other" })).toBe(true);
      expect(previewOutputs({ old: STATE, news: INPUTS, changed: names(name) })).toEqual({ verified: false });
      expect(warning(name)).toEqual({
        severity: "warn",
        message: expect.stringContaining("dev.azure.com back to unverified"),
      });
    },
  );

  test.each(["adoptExisting", "verifyCredentials"])("a new %s needs no update and no activation", (name) => {
    expect(needsUpdate(STATE, { ...INPUTS, [name]: "other" })).toBe(false);
    expect(previewOutputs({ old: STATE, news: INPUTS, changed: names(name) })).toEqual({});
    expect(warning(name)).toBeUndefined();
  });

  test("after an import the program's secret may be the one that Gitpod has", () => {
    const state = { ...STATE, clientSecret: "redacted" };
    const [news, changed] = [INPUTS, names("clientSecret", "adoptExisting")];
    expect(previewOutputs({ old: state, news, changed })).toEqual({ verified: UNKNOWN });
    expect(changeWarning({ changed, state })?.message).toMatch(/^a client secret other than the one that Gitpod has/);
    const more = names("clientSecret", "clientId");
    expect(previewOutputs({ old: state, news, changed: more })).toEqual({ verified: false });
    expect(changeWarning({ changed: more, state })?.message).toMatch(/^this change sets/);
  });

  test("a state without a secret needs one", () => {
    const { clientSecret, ...state } = STATE;
    expect(needsUpdate(state as typeof STATE, INPUTS)).toBe(true);
  });

  test("another organization or host is another integration", () => {
    expect([names("host"), names("organizationId"), names("clientId")].map(replacesIdentity)).toEqual([
      true,
      true,
      false,
    ]);
    expect(warning("host")?.message).toContain("unverified");
    expect(previewOutputs({ old: undefined, news: INPUTS, changed: names("host") })).toMatchObject({ verified: false });
  });
});

describe("an explanation", () => {
  const explained = (...[reason, message]: Parameters<typeof gitpodError>) => {
    const error = explain(gitpodError(reason, message), "create", INPUTS);
    return error instanceof ProviderError ? error.message : "";
  };

  test("says what was tried, where, what the API said and its request id", () => {
    expect(explained("server", "no luck")).toBe(
      `could not create the integration for dev.azure.com in organization ${INPUTS.organizationId}: no luck (server, request id req). ` +
        "Run `pulumi up` again; it goes on from here, and nothing is made twice.",
    );
  });

  test.each([
    ["unauthenticated", "x", "pulumi config set --secret gitpod:token"],
    ["forbidden", "x", "must belong to an owner"],
    ["notFound", "x", "must belong to an owner"],
    ["rateLimit", "rate limit exceeded", "gitpod:maxRetries"],
    ["unimplemented", "x", "check gitpod:host and gitpod:apiUrl"],
    ["refused", "Unexpected service type.", "Enterprise and dedicated installations only"],
    ["refused", "Host could not be reached.", "Gitpod itself must be able to reach that host"],
    ["alreadyExists", "Attempt to override an existing provider.", "needs no integration"],
    ["tls", "no trusted TLS connection: x", "NODE_EXTRA_CA_CERTS"],
    ["unreachable", "the API cannot be reached: x", "HTTPS_PROXY"],
    ["redirect", "HTTP 302", "set gitpod:apiUrl to the final address"],
  ] as const)("of %s %j names the next step", (reason, message, step) => {
    expect(explained(reason, message)).toContain(step);
  });

  test("leaves errors that are not the API's as they are", () => {
    const error = new TypeError("a bug");
    expect(explain(error, "create", INPUTS)).toBe(error);
  });

  test("of a conflict names the id and the command, with the parent if there is one", () => {
    expect(conflict("otherApp", "id-9", URN, INPUTS).message).toContain(
      "pulumi import gitpod:index:AuthProvider integration id-9 --",
    );
    const child = "urn:pulumi:dev::project::pkg:index:Parent$gitpod:index:AuthProvider::child";
    expect(conflict("otherApp", "id-9", child, INPUTS).message).toContain("child id-9 --parent parent=");
  });
});
