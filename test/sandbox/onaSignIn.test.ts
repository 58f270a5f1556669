import { toJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { describe, expect, test } from "@jest/globals";
import { SCMIntegrationValidationResultSchema } from "../../provider/ona/gen/gitpod/v1/runner_configuration_pb.js";
import { RunnerPhase } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { approve } from "../../sandbox/browser.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { closeSandboxes, newSandbox, TestClock } from "./support/fixture.ts";
import { failure, integrateOna, onaClient, registerOnaApp, scmRequest } from "./support/ona.ts";

closeSandboxes();

const PLACE = { host: "dev.azure.com" };

async function connectUrl(sandbox: Sandbox): Promise<string> {
  const { runnerId } = sandbox.ona;
  const { supportsOauth2 } = await onaClient(sandbox).checkAuthenticationForHost({ runnerId, ...PLACE });
  return supportsOauth2?.authUrl ?? "";
}

describe("the schema of a runner", () => {
  test("has the redirect URI of this runner, which may change", async () => {
    const sandbox = await newSandbox();
    const other = sandbox.ona.runners.add({ callbackUrl: "https://one.runner.example/oauth/callback" });
    const callbackUrl = async () => {
      const { schema } = await onaClient(sandbox).getRunnerConfigurationSchema({ runnerId: other.id });
      return schema?.scm.find(({ scmId }) => scmId === "azuredevops_entra")?.oauth?.callbackUrl;
    };
    expect(await callbackUrl()).toBe("https://one.runner.example/oauth/callback");
    other.callbackUrl = "https://two.runner.example/oauth/callback";
    expect(await callbackUrl()).toBe("https://two.runner.example/oauth/callback");
    other.unregister();
    expect((await failure(callbackUrl())).code).toBe(Code.FailedPrecondition);
  });
});

describe("a person connects", () => {
  test("and counts as signed in from then on", async () => {
    const sandbox = await newSandbox();
    const { password } = await integrateOna(sandbox);
    const visit = await approve(await connectUrl(sandbox));
    expect(visit).toMatchObject({
      ok: true,
      message: "Connected",
      permissions: ["openid", "offline_access", "vso.code", "vso.code_write"],
    });
    const { access, runnerId, signIns } = sandbox.ona;
    expect(signIns.list()).toMatchObject([{ personId: access.userId, runnerId, ...PLACE, kind: "oauth" }]);
    const answer = await onaClient(sandbox).checkAuthenticationForHost({ runnerId, ...PLACE });
    expect(answer).toMatchObject({ authenticated: true, scmId: "azuredevops_entra" });
    expect(await approve(await connectUrl(sandbox))).toMatchObject({ ok: true, permissions: [] });
    const written = JSON.stringify([sandbox.journal.entries(), visit]);
    for (const secret of [password.secretText, sandbox.ona.token, "code="]) expect(written).not.toContain(secret);
  });

  test("at the URL that the runner has by now", async () => {
    const sandbox = await newSandbox();
    const { application } = await integrateOna(sandbox);
    const runner = sandbox.ona.runners.get(sandbox.ona.runnerId);
    if (runner !== undefined) runner.callbackUrl = `${sandbox.ona.origin}/moved`;
    expect((await approve(await connectUrl(sandbox))).message).toContain("AADSTS50011");
    const web = application.properties.web as object;
    application.properties = {
      ...application.properties,
      web: { ...web, redirectUris: [`${sandbox.ona.origin}/moved`] },
    };
    expect(await approve(await connectUrl(sandbox))).toMatchObject({ ok: true });
  });
});

describe("a sign-in", () => {
  async function signedIn() {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock });
    const app = await integrateOna(sandbox);
    await approve(await connectUrl(sandbox));
    const client = onaClient(sandbox);
    const { runnerId } = sandbox.ona;
    const works = async () => (await client.checkAuthenticationForHost({ runnerId, ...PLACE })).authenticated;
    expect(await works()).toBe(true);
    return { ...app, clock, sandbox, client, works };
  }

  test("survives a rotation, and no gap in it", async () => {
    const { sandbox, application, password, id, client, works } = await signedIn();
    const { directory } = sandbox.entra;
    const next = directory.addPassword(application.id);
    await client.updateSCMIntegration({ id, oauthPlaintextClientSecret: next.secretText });
    directory.removePassword(application.id, password.keyId);
    expect(await works()).toBe(true);
    directory.removePassword(application.id, next.keyId);
    expect(await works()).toBe(false);
    expect(sandbox.ona.signIns.lost()).toEqual([]);
  });

  test("ends with the secret, with another app and with the integration", async () => {
    const { sandbox, clock, id, client, works } = await signedIn();
    const other = registerOnaApp(sandbox);
    const credentials = {
      oauthClientId: other.application.appId,
      oauthPlaintextClientSecret: other.password.secretText,
    };
    await client.updateSCMIntegration({ id, ...credentials });
    expect(await works()).toBe(false);
    await approve(await connectUrl(sandbox));
    expect(await works()).toBe(true);
    clock.time += 731 * 86_400_000;
    expect(await works()).toBe(false);
    await client.deleteSCMIntegration({ id });
    expect(await works()).toBe(false);
  });

  test("by a personal access token needs no app", async () => {
    const { sandbox, client, id, works } = await signedIn();
    await client.updateSCMIntegration({ id, oauthClientId: "", pat: true });
    expect(await works()).toBe(false);
    const { access, runnerId, signIns } = sandbox.ona;
    signIns.add({ personId: access.userId, runnerId, ...PLACE, kind: "pat" });
    expect(await works()).toBe(true);
  });
});

describe("a person cannot connect", () => {
  const redirectUris = (sandbox: Sandbox) => [sandbox.ona.runners.get(sandbox.ona.runnerId)?.callbackUrl];
  test.each<[string, (sandbox: Sandbox) => object, string]>([
    [
      "the redirect URI",
      () => ({ web: { redirectUris: ["https://other.example.com/callback"] } }),
      "AADSTS50011: The redirect URI",
    ],
    [
      "the permission of Azure DevOps",
      () => ({ requiredResourceAccess: [] }),
      "AADSTS650056: Misconfigured application.",
    ],
    [
      "ID tokens",
      (sandbox) => ({ web: { redirectUris: redirectUris(sandbox) } }),
      "AADSTS700054: response_type 'id_token' is not enabled",
    ],
  ])("where the app lacks %s", async (_, properties, message) => {
    const sandbox = await newSandbox();
    await integrateOna(sandbox, properties(sandbox));
    const visit = await approve(await connectUrl(sandbox));
    expect(visit).toMatchObject({ ok: false, message: expect.stringContaining(message) });
    expect(sandbox.ona.signIns.list()).toEqual([]);
  });

  test("with a secret that was deleted or has expired, or if they decline", async () => {
    const clock = new TestClock();
    const sandbox = await newSandbox({ clock });
    const { application, password } = await integrateOna(sandbox);
    const url = await connectUrl(sandbox);
    expect((await approve(url, { accept: false })).message).toContain("AADSTS65004");
    clock.time += 731 * 86_400_000;
    expect((await approve(url)).message).toContain("AADSTS7000222");
    sandbox.entra.directory.removePassword(application.id, password.keyId);
    expect((await approve(url)).message).toContain("AADSTS7000215");
    expect(sandbox.ona.signIns.list()).toEqual([]);
  });

  test("where there is no integration with OAuth", async () => {
    const sandbox = await newSandbox();
    const { runnerId, origin } = sandbox.ona;
    const client = onaClient(sandbox);
    expect((await client.checkAuthenticationForHost({ runnerId, ...PLACE })).supportsOauth2).toBeUndefined();
    const tokensOnly = { oauthClientId: undefined, oauthPlaintextClientSecret: undefined, pat: true };
    await client.createSCMIntegration(scmRequest(sandbox, tokensOnly));
    const answer = await client.checkAuthenticationForHost({ runnerId, ...PLACE });
    expect([answer.supportsOauth2, answer.supportsPat?.createUrl]).toEqual([
      undefined,
      expect.stringContaining("https://"),
    ]);
    const visit = await approve(`${origin}/runners/${runnerId}/oauth/authorize?host=dev.azure.com`);
    expect(visit).toMatchObject({ ok: false, message: expect.stringContaining("no integration with OAuth") });
  });
});

describe("validation", () => {
  async function validating(change: object = {}) {
    const sandbox = await newSandbox();
    const { application, password } = registerOnaApp(sandbox);
    const { runnerId, runners } = sandbox.ona;
    const config = (more: object) => {
      const {
        runnerId: _,
        oauthPlaintextClientSecret: __,
        ...rest
      } = scmRequest(sandbox, { oauthClientId: application.appId });
      const plain = { case: "oauthPlaintextClientSecret" as const, value: password.secretText };
      return { ...rest, pat: false, oauthClientSecret: plain, ...more };
    };
    const validate = async (more: object = change) =>
      (await onaClient(sandbox).validateRunnerConfiguration({ runnerId, scmIntegration: config(more) })).scmIntegration;
    const runner = runners.get(runnerId);
    if (runner === undefined) throw new Error("the sandbox has no runner");
    return { sandbox, application, password, runner, validate };
  }

  test("proves a secret in plain text and an encrypted one", async () => {
    const { application, password, runner, validate, sandbox } = await validating();
    const valid = { valid: true };
    expect(await validate()).toMatchObject(valid);
    const value = await runner.encrypt(password.secretText);
    const encrypted = { oauthClientSecret: { case: "oauthEncryptedClientSecret", value } };
    expect(await validate(encrypted)).toMatchObject(valid);
    expect(await validate({ host: "dev.azure.com/acme" })).toMatchObject(valid);
    sandbox.entra.directory.removePassword(application.id, password.keyId);
    for (const more of [{}, encrypted]) {
      expect(await validate(more)).toMatchObject({
        valid: false,
        oauthError: expect.stringContaining("AADSTS7000215"),
      });
    }
  });

  test.each<[string, object, object]>([
    ["scmId", { scmId: "azuredevops" }, { scmIdError: expect.stringContaining('"azuredevops"') }],
    ["host", { host: "ado.example.com" }, { hostError: expect.stringContaining("ado.example.com") }],
    ["client id", { oauthClientId: "other" }, { oauthError: expect.stringContaining("AADSTS700016") }],
    [
      "issuer",
      { issuerUrl: "https://localhost:1/v2.0" },
      { oauthError: expect.stringContaining("could not be reached") },
    ],
    ["missing issuer", { issuerUrl: undefined }, { oauthError: "the issuer URL is missing" }],
    ["missing secret", { oauthClientSecret: undefined }, { oauthError: "the client secret is missing" }],
    [
      "secret for another runner",
      { oauthClientSecret: { case: "oauthEncryptedClientSecret", value: new Uint8Array(256) } },
      { oauthError: "the client secret was not encrypted for this runner" },
    ],
    [
      "OAuth on a server",
      { scmId: "azuredevops_server" },
      { oauthError: "Azure DevOps Server does not support OAuth" },
    ],
    ["neither OAuth nor tokens", { oauthClientId: undefined }, { patError: expect.any(String) }],
  ])("puts what is wrong with the %s in its own field", async (_, change, errors) => {
    const { validate } = await validating(change);
    const result = await validate();
    expect(result?.valid).toBe(false);
    expect(result && toJson(SCMIntegrationValidationResultSchema, result)).toEqual(errors);
  });

  test("wants an issuer of this tenant that names itself so", async () => {
    const { validate, sandbox } = await validating();
    const { authorityHost, tenantId, directory } = sandbox.entra;
    const errors = ["/unknown/v2.0", `/${tenantId}/oauth2/v2.0`, `/${directory.domain}/v2.0`].map(async (path) => {
      return (await validate({ issuerUrl: `${authorityHost}${path}` }))?.oauthError;
    });
    expect(await Promise.all(errors)).toEqual([
      "the issuer answered with HTTP status 400",
      "the issuer answered with HTTP status 404",
      `the issuer says that it is "${authorityHost}/${tenantId}/v2.0"`,
    ]);
  });

  test("needs an active runner", async () => {
    const { validate, runner } = await validating();
    runner.phase = RunnerPhase.INACTIVE;
    expect((await failure(validate())).code).toBe(Code.Unavailable);
  });
});
