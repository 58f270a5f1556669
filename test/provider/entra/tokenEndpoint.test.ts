import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { judge, tryCredentials } from "../../../provider/entra/tokenEndpoint.ts";
import { HttpServer, json } from "../support/httpServer.ts";

const SECRET = "canary secret/+&=";
let server: HttpServer;

beforeEach(async () => {
  server = await HttpServer.start();
});
afterEach(() => server.close());

const attempt = (signal = new AbortController().signal, tokenUrl = `${server.url}/tenant/oauth2/v2.0/token`) =>
  tryCredentials({ tokenUrl, clientId: "client", clientSecret: SECRET }, signal);
const refusal = (description: string) => JSON.stringify({ error: "invalid_client", error_description: description });

describe("judging an error answer", () => {
  test.each([
    ["AADSTS7000215: Invalid client secret provided.", "refused", true],
    ["AADSTS700016: Application not found in the directory.", "refused", true],
    ["AADSTS7000229: The client application is missing service principal in the tenant.", "refused", true],
    ["AADSTS7000222: The provided client secret keys are expired.", "refused", false],
    ["AADSTS90002: Tenant not found.", "refused", false],
    ["AADSTS900023: Specified tenant identifier is neither a valid DNS name.", "refused", false],
    ["AADSTS53003: Access has been blocked by Conditional Access policies.", "inconclusive", undefined],
    ["AADSTS70002150: A code that only begins like one of ours.", "inconclusive", undefined],
    ["mentions AADSTS7000215 later on", "inconclusive", undefined],
  ])("%s", (description, kind, passing) => {
    expect(judge(401, refusal(description))).toEqual({
      kind,
      reason: description,
      ...(passing === undefined ? {} : { transient: passing, code: description.split(":")[0] }),
    });
  });

  test("the reason is the first line, without trace ids", () => {
    const [windows, trace] = [
      "AADSTS7000215: Bad.\r\nTrace ID: 1\r\n",
      "AADSTS7000215: Bad. Trace ID: 1 Correlation ID: 2",
    ];
    expect(judge(401, refusal(windows))).toMatchObject({ reason: "AADSTS7000215: Bad." });
    expect(judge(401, refusal(trace))).toMatchObject({ reason: "AADSTS7000215: Bad." });
  });

  test.each(["", "<html>", "null", "[]", "7", '"text"', "{}", '{"error_description":7}', '{"error_description":""}'])(
    "the body %j is inconclusive",
    (body) => expect(judge(502, body)).toEqual({ kind: "inconclusive", reason: "HTTP 502" }),
  );
});

describe("trying credentials", () => {
  test("asks with the client credentials grant and drops the token", async () => {
    server.answer = json(200, { token_type: "Bearer", access_token: "canary-token" });
    const verdict = await attempt();
    expect(verdict).toEqual({ kind: "accepted" });
    const form = new URLSearchParams(server.received[0]?.body);
    expect(server.received[0]).toMatchObject({ method: "POST", path: "/tenant/oauth2/v2.0/token" });
    expect([form.get("grant_type"), form.get("client_id"), form.get("scope")]).toEqual([
      "client_credentials",
      "client",
      "00000003-0000-0000-c000-000000000000/.default",
    ]);
    expect(form.get("client_secret") === SECRET).toBe(true);
  });

  test("reports a refusal", async () => {
    server.answer = json(401, { error_description: "AADSTS7000215: Bad." });
    expect(await attempt()).toEqual({
      kind: "refused",
      code: "AADSTS7000215",
      reason: "AADSTS7000215: Bad.",
      transient: true,
    });
  });

  test("does not take a network's sign-in page for proof", async () => {
    server.answer = (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>welcome</html>");
    expect((await attempt()).kind).toBe("inconclusive");
  });

  test("does not send the secret after a redirect", async () => {
    const elsewhere = await HttpServer.start(json(200, { access_token: "x" }));
    server.answer = (response) => response.writeHead(307, { location: elsewhere.url }).end();
    expect(await attempt()).toEqual({ kind: "inconclusive", reason: "HTTP 307" });
    expect(elsewhere.received.length).toBe(0);
    await elsewhere.close();
  });

  test("is inconclusive when the endpoint fails or cannot be reached", async () => {
    server.answer = (_response, _received, request) => request.socket.resetAndDestroy();
    expect((await attempt()).kind).toBe("inconclusive");
    server.answer = (response) => {
      response.writeHead(400, { "content-length": "100" });
      response.write("{", () => response.destroy());
    };
    expect((await attempt()).kind).toBe("inconclusive");
    const { url } = server;
    await server.close();
    const verdict = await attempt(undefined, url);
    expect(verdict.kind).toBe("inconclusive");
    expect(JSON.stringify(verdict).includes("canary")).toBe(false);
  });

  test("ends with the reason when the operation is cancelled", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled");
    server.answer = () => controller.abort(reason);
    await expect(attempt(controller.signal)).rejects.toBe(reason);
  });
});
