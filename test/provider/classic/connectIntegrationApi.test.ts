import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ConnectIntegrationApi } from "../../../provider/classic/connectIntegrationApi.ts";
import { type CallContext, Retry } from "../../../provider/connect/retry.ts";
import { SimulatedClock } from "../support/clock.ts";
import { HttpServer, json, type Received } from "../support/httpServer.ts";

const PROVIDER = {
  organizationId: "0d7eb2ab-4f0f-4f3c-8d3e-0a2f7f3c9d11",
  host: "dev.azure.com",
  clientId: "client",
  clientSecret: "canary-secret",
  authorizationUrl: "https://login.example.com/authorize",
  tokenUrl: "https://login.example.com/token",
};
const message = (id: string) => ({ id, organizationId: PROVIDER.organizationId, host: "Dev.Azure.com" });
const context: CallContext = { signal: new AbortController().signal, status: () => undefined };
const wrong = (code: string) => ({ code, message: "no" });

let server: HttpServer;
let clock: SimulatedClock;

beforeEach(async () => {
  server = await HttpServer.start();
  clock = new SimulatedClock();
});
afterEach(() => server.close());

function api(token: string | undefined = "gitpod_pat_x") {
  const retry = new Retry({ clock, random: () => 0.5, maxRetries: 2 });
  return new ConnectIntegrationApi({ baseUrl: `${server.url}/public-api`, token, requestTimeout: 5_000, retry });
}
const last = () => server.received.at(-1) as Received;

describe("a request", () => {
  test("goes to the method's address with the token and only the fields it needs", async () => {
    server.answer = json(200, { authProvider: message("1") });
    await api().create(PROVIDER, context);
    expect(last()).toMatchObject({
      method: "POST",
      path: "/public-api/gitpod.v1.AuthProviderService/CreateAuthProvider",
    });
    expect(last().authorization === "Bearer gitpod_pat_x").toBe(true);
    const { organizationId, host, ...oauth2Config } = PROVIDER;
    const expected = { organizationId, type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS", host, oauth2Config };
    expect(JSON.parse(last().body).oauth2Config.clientSecret === PROVIDER.clientSecret).toBe(true);
    expect(Object.keys(JSON.parse(last().body)).sort()).toEqual(Object.keys(expected).sort());

    const { clientId, authorizationUrl, tokenUrl } = PROVIDER;
    await api().update("1", { clientId, authorizationUrl, tokenUrl }, context);
    expect(JSON.parse(last().body)).toEqual({ authProviderId: "1", clientId, authorizationUrl, tokenUrl });
  });

  test("reads an integration with the fields that JSON leaves out", async () => {
    server.answer = json(200, { authProvider: { ...message("1"), type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS" } });
    expect(await api().get("1", context)).toEqual({
      id: "1",
      organizationId: PROVIDER.organizationId,
      type: "AUTH_PROVIDER_TYPE_AZURE_DEVOPS",
      host: "dev.azure.com",
      settingsUrl: "",
      verified: false,
      scopes: [],
      clientId: "",
      authorizationUrl: "",
      tokenUrl: "",
    });
  });

  test("is not sent without a token, and the error says how to set one", async () => {
    const without = new ConnectIntegrationApi({
      baseUrl: server.url,
      token: undefined,
      requestTimeout: 5_000,
      retry: new Retry({ clock, random: () => 0, maxRetries: 2 }),
    });
    await expect(without.get("1", context)).rejects.toThrow("pulumi config set --secret gitpod:token");
    expect(server.received).toEqual([]);
  });
});

describe("a deleted integration", () => {
  beforeEach(() => {
    server.answer = json(404, wrong("not_found"));
  });
  test("reads as undefined, and its deletion fails with not_found", async () => {
    expect(await api().get("1", context)).toBeUndefined();
    await expect(api().delete("1", context)).rejects.toMatchObject({ code: "not_found" });
  });
  test("cannot be updated", async () => {
    await expect(api().update("1", PROVIDER, context)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a failure that may have been handled", () => {
  beforeEach(() => {
    server.answer = json(503, wrong("unavailable"));
  });
  test("is retried for a call that is safe to repeat", async () => {
    await expect(api().update("1", PROVIDER, context)).rejects.toMatchObject({ code: "unavailable" });
    expect(server.received.length).toBe(3);
  });
  test("is not retried for a creation", async () => {
    await expect(api().create(PROVIDER, context)).rejects.toMatchObject({ handled: "maybe" });
    expect(server.received.length).toBe(1);
  });
});

describe("a list", () => {
  const page = (size: number, from = 0) => Array.from({ length: size }, (_, index) => message(`${from + index}`));

  test("is read to its last page", async () => {
    server.answer = (response, received, request) => {
      const { page: number } = JSON.parse(received.body).pagination;
      json(200, { authProviders: number === 3 ? page(7, 200) : page(100, (number - 1) * 100) })(
        response,
        received,
        request,
      );
    };
    expect((await api().list(PROVIDER.organizationId, context)).length).toBe(207);
    expect(server.received.length).toBe(3);
  });

  test("ends even if the API has no pages and returns everything each time", async () => {
    server.answer = (response, received, request) => {
      if (server.received.length > 5) json(500, wrong("internal"))(response, received, request);
      else json(200, { authProviders: page(100) })(response, received, request);
    };
    const found = await api().list(PROVIDER.organizationId, context);
    expect(found.length).toBe(100);
  });
});
