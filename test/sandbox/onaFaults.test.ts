import { fromBinary } from "@bufbuild/protobuf";
import { DurationSchema } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { describe, expect, test } from "@jest/globals";
import { closeSandboxes, newSandbox } from "./support/fixture.ts";
import { failure, onaClient, scmRequest } from "./support/ona.ts";

closeSandboxes();

test("a rate limit says how long to wait in a header and in a detail", async () => {
  const sandbox = await newSandbox();
  const { apiUrl, token, integrations } = sandbox.ona;
  sandbox.faults.inject({ cloud: "ona", kind: { type: "rateLimit", retryAfter: 2.5 } });
  const answer = await fetch(`${apiUrl}/gitpod.v1.RunnerConfigurationService/CreateSCMIntegration`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(scmRequest(sandbox)),
  });
  const { code, details } = (await answer.json()) as { code: string; details: { type: string; value: string }[] };
  expect({ status: answer.status, code }).toEqual({ status: 429, code: "resource_exhausted" });
  expect(answer.headers.get("ratelimit-retryafter")).toBe("3");
  expect(answer.headers.get("retry-after")).toBeNull();
  expect(details.map(({ type }) => type)).toEqual(["google.rpc.RetryInfo"]);
  const [tag, length, ...duration] = Buffer.from(details[0]?.value ?? "", "base64");
  expect([tag, length]).toEqual([0x0a, duration.length]);
  const delay = fromBinary(DurationSchema, Uint8Array.from(duration));
  expect(delay).toMatchObject({ seconds: 2n, nanos: 500_000_000 });
  expect(integrations.list()).toEqual([]);
});

test("an answer that does not fit the API is refused by its client, for every method", async () => {
  const sandbox = await newSandbox();
  const client = onaClient(sandbox);
  const { runnerId } = sandbox.ona;
  sandbox.faults.inject({ cloud: "ona", count: Number.POSITIVE_INFINITY, kind: { type: "unexpectedJson" } });
  const calls = [
    client.createSCMIntegration(scmRequest(sandbox)),
    client.getSCMIntegration({ id: runnerId }),
    client.listSCMIntegrations({}),
    client.getRunner({ runnerId }),
    client.listRunners({}),
    client.getRunnerConfigurationSchema({ runnerId }),
    client.validateRunnerConfiguration({ runnerId }),
    client.getAuthenticatedIdentity({}),
  ];
  // All at once: one that fails before anybody waits for it would end the test.
  for (const { message } of await Promise.all(calls.map(failure))) expect(message).toMatch(/cannot decode|parse/);
});

describe("the journal", () => {
  test("has runner, host and id of each call, and nothing secret", async () => {
    const sandbox = await newSandbox();
    const client = onaClient(sandbox);
    const { runnerId, token } = sandbox.ona;
    const { id } = await client.createSCMIntegration(scmRequest(sandbox));
    await client.getSCMIntegration({ id });
    await client.updateSCMIntegration({ id, oauthPlaintextClientSecret: "s3cr3t2" });
    const scmIntegration = { scmId: "azuredevops_entra", host: "dev.azure.com", pat: true };
    await client.validateRunnerConfiguration({ runnerId, scmIntegration });
    const place = { cloud: "ona", runnerId, host: "dev.azure.com", status: 200 };
    expect(sandbox.journal.entries()).toMatchObject([
      { ...place, operation: "CreateSCMIntegration", write: true },
      { ...place, operation: "GetSCMIntegration", write: false, id },
      { ...place, operation: "UpdateSCMIntegration", write: true, id },
      { ...place, operation: "ValidateRunnerConfiguration", write: false },
    ]);
    expect(sandbox.journal.writes("ona")).toHaveLength(2);
    expect(JSON.stringify(sandbox.journal.entries())).not.toMatch(new RegExp(`s3cr3t|${token}`));
  });

  test("has a lost creation, which was carried out", async () => {
    const sandbox = await newSandbox();
    sandbox.faults.inject({ operation: "CreateSCMIntegration", kind: { type: "reset", after: true } });
    const { code } = await failure(onaClient(sandbox).createSCMIntegration(scmRequest(sandbox)));
    expect([Code.Aborted, Code.Unavailable, Code.Internal, Code.Unknown]).toContain(code);
    expect(sandbox.ona.integrations.list()).toHaveLength(1);
    expect(sandbox.journal.writes("ona")).toMatchObject([{ handled: true, fault: "reset" }]);
  });
});
