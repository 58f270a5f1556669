import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { readIntegration, service } from "../../../provider/classic/integrationMessages.ts";
import { openCall, retryAfter, toApiError } from "../../../provider/connect/connection.ts";
import type { ApiError } from "../../../provider/connect/errors.ts";
import { type Answer, HttpServer, json } from "../support/httpServer.ts";

const TOKEN = "gitpod_pat_canary";
let server: HttpServer;

beforeEach(async () => {
  server = await HttpServer.start();
});
afterEach(() => server.close());

/** Asks for an integration and returns the failure as the lifecycle will see it. */
async function failure(answer: Answer, options: object = {}, baseUrl = server.url): Promise<ApiError> {
  server.answer = answer;
  const call = openCall(service, baseUrl, TOKEN);
  try {
    const response = await call.client.getAuthProvider({ authProviderId: "1" }, options);
    readIntegration(response.authProvider, call.answer);
  } catch (error) {
    const failed = toApiError(error, call.answer);
    expect(failed.quoted.includes(TOKEN)).toBe(false);
    return failed;
  }
  throw new Error("the call succeeded");
}

const PAGE = "<html><body>Please sign in to the network</body></html>";
const html = (status: number): Answer => {
  return (response) => response.writeHead(status, { "content-type": "text/html" }).end(PAGE);
};

describe("an error from the API", () => {
  test.each([
    [400, "invalid_argument", { handled: "no", transient: false }],
    [401, "unauthenticated", { handled: "no", transient: false }],
    [403, "permission_denied", { handled: "no", transient: false }],
    [404, "not_found", { handled: "no", transient: false }],
    [409, "already_exists", { handled: "no", transient: false }],
    [429, "resource_exhausted", { handled: "no", transient: true }],
    [500, "internal", { handled: "maybe", transient: true }],
    [501, "unimplemented", { transient: false }],
    [503, "unavailable", { handled: "maybe", transient: true }],
    [504, "deadline_exceeded", { handled: "maybe", transient: true }],
  ])("HTTP %i %s", async (status, code, meaning) => {
    const body = { code, message: "in the API's words" };
    const error = await failure(json(status, body, { "x-request-id": "req-1" }));
    expect(error).toMatchObject({ code, requestId: "req-1", ...meaning });
    expect(error.quoted).toBe(`in the API's words (${code}, request id req-1)`);
  });

  test("keeps how long the API asks to wait", async () => {
    const error = await failure(json(429, { code: "resource_exhausted", message: "x" }, { "retry-after": "0.532" }));
    expect(error.retryAfter).toBe(532);
  });

  test("a rate limit from something in front of the API also counts", async () => {
    expect(await failure(html(429))).toMatchObject({ code: "resource_exhausted", handled: "no", transient: true });
  });
});

describe("an invalid answer", () => {
  test("a page with status 200 cannot be read", async () => {
    const error = await failure(html(200));
    expect(error).toMatchObject({ code: "internal", handled: "maybe", transient: true });
    expect(error.message).toContain("the API's answer cannot be read");
    expect(error.message).not.toContain("sign in");
  });

  test("a gateway's page is transient, and the call may have been handled behind it", async () => {
    expect(await failure(html(502))).toMatchObject({ code: "unavailable", handled: "maybe", transient: true });
  });

  test("a truncated body may have been handled", async () => {
    const error = await failure((response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"authProvider":', () => response.destroy());
    });
    expect(error).toMatchObject({ handled: "maybe", transient: true });
  });

  test.each([
    ["no JSON", "{"],
    ["JSON of other types", '{"authProvider":{"id":7,"scopes":"x"}}'],
  ])("%s is an error with the request id", async (_name, body) => {
    const error = await failure((response) => {
      response.writeHead(200, { "content-type": "application/json", "x-request-id": "req-2" }).end(body);
    });
    expect(error).toMatchObject({ code: "internal", requestId: "req-2", handled: "maybe" });
    expect(error.message).toContain("cannot be read");
  });

  test.each([{}, { authProvider: {} }, { authProvider: { host: "dev.azure.com" } }])(
    "%j holds no integration",
    async (body) => {
      const error = await failure(json(200, body, { "x-request-id": "req-3" }));
      expect(error).toMatchObject({ requestId: "req-3", handled: "maybe", transient: false });
      expect(error.message).toBe("the API's answer holds no integration");
    },
  );

  test("fields that a later version of the API adds are ignored", async () => {
    server.answer = json(200, { authProvider: { id: "1", later: { x: 1 }, type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS" } });
    const { client } = openCall(service, server.url, TOKEN);
    expect((await client.getAuthProvider({ authProviderId: "1" })).authProvider?.id).toBe("1");
  });
});

describe("a connection that fails", () => {
  test("that is reset before the answer may have been handled", async () => {
    const error = await failure((_response, _received, request) => request.socket.resetAndDestroy());
    expect(error).toMatchObject({ handled: "maybe", transient: true });
    expect(error.message).toContain("the connection broke");
  });

  test("that is refused was not handled", async () => {
    const { url } = server;
    await server.close();
    const error = await failure(() => undefined, {}, url);
    expect(error).toMatchObject({ code: "unavailable", handled: "no", transient: true });
    expect(error.message).toContain("the API cannot be reached");
  });

  test("to a name that does not exist was not handled", async () => {
    const error = await failure(() => undefined, {}, "http://gitpod.invalid");
    expect(error).toMatchObject({ code: "unavailable", handled: "no", transient: true });
    expect(error.message).toContain("the API cannot be reached");
  });

  test("that does not answer in time may have been handled", async () => {
    const error = await failure(() => undefined, { timeoutMs: 50 });
    expect(error).toMatchObject({ code: "deadline_exceeded", handled: "maybe", transient: true });
    expect(error.message).toBe("the API did not answer in time");
  });

  test("that the caller cancels is not retried", async () => {
    const controller = new AbortController();
    const error = await failure(() => controller.abort(), { signal: controller.signal });
    expect(error).toMatchObject({ code: "canceled", transient: false });
  });
});

test("a redirect is not followed, so that the token goes nowhere else", async () => {
  const elsewhere = await HttpServer.start(json(200, { authProvider: { id: "1" } }));
  for (const status of [301, 302, 303, 307, 308]) {
    const error = await failure((response) => {
      response.writeHead(status, { location: `${elsewhere.url}/gitpod.v1.AuthProviderService/GetAuthProvider` }).end();
    });
    expect(error).toMatchObject({ handled: "no", transient: false });
    expect(error.message).toContain(`HTTP ${status}`);
  }
  expect(elsewhere.received).toEqual([]);
  expect(server.received.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
  await elsewhere.close();
});

describe("Retry-After", () => {
  const now = Date.parse("2030-01-01T00:00:00Z");
  test.each<[string | undefined, number | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["12", 12_000],
    ["0", 0],
    ["0.532", 532],
    [" 3 ", 3_000],
    ["Tue, 01 Jan 2030 00:00:09 GMT", 9_000],
    ["Tue, 01 Jan 2030 00:00:00 GMT", 0],
    ["Mon, 31 Dec 2029 00:00:00 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["1,5", undefined],
  ])("%j", (value, milliseconds) => {
    const headers = new Headers(value === undefined ? {} : { "retry-after": value });
    expect(retryAfter(headers, now)).toBe(milliseconds);
  });

  test("without headers", () => {
    expect(retryAfter(undefined)).toBeUndefined();
  });
});
