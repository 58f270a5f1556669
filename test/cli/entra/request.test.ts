import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { cloudOf } from "../../../cli/entra/cloud.ts";
import { Unreachable } from "../../../cli/entra/errors.ts";
import { getJson } from "../../../cli/entra/request.ts";
import { HttpServer, json } from "../../provider/support/httpServer.ts";

const { signal } = new AbortController();
let server: HttpServer;
beforeEach(async () => {
  server = await HttpServer.start();
});
afterEach(() => server.close());

describe("a request", () => {
  test.each([
    ["an answer", 200, 1],
    ["a refusal", 403, 1],
    ["a failure that may pass", 503, 3],
  ])("takes %s, and repeats only what may pass", async (_, status, requests) => {
    server.answer = json(status, { said: status });
    expect(await getJson(server.url, { signal })).toEqual({ status, body: { said: status } });
    expect(server.received).toHaveLength(requests);
  });

  test("succeeds when a broken connection is back", async () => {
    server.answer = (response, received, request) => {
      if (server.received.length > 1) json(200, {})(response, received, request);
      else request.socket.destroy();
    };
    expect(await getJson(server.url, { signal })).toMatchObject({ status: 200 });
  });

  test("follows no redirect, and reads only JSON", async () => {
    server.answer = (response) => response.writeHead(302, { location: "/elsewhere" }).end("<html>");
    expect(await getJson(server.url, { signal })).toEqual({ status: 302, body: undefined });
    expect(server.received).toHaveLength(1);
  });

  test("says why nothing answers", async () => {
    const { url } = server;
    await server.close();
    const asked = getJson(`${url}/path`, { signal });
    await expect(asked).rejects.toBeInstanceOf(Unreachable);
    await expect(asked).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+ cannot be reached: .*ECONNREFUSED.*HTTPS_PROXY/);
  });

  test("ends when its caller gives up", async () => {
    server.answer = () => undefined;
    const caller = new AbortController();
    const asked = getJson(server.url, { signal: caller.signal });
    caller.abort("given up");
    await expect(asked).rejects.toBe("given up");
  });
});

describe("the addresses of an Azure cloud", () => {
  const cloud = (ARM_ENVIRONMENT: string, settings: Readonly<Record<string, string>> = {}) =>
    cloudOf(async (key) => settings[key] ?? "", { ARM_ENVIRONMENT }, signal);

  test.each([
    ["", "https://login.microsoftonline.com", "https://graph.microsoft.com"],
    ["USGovernment", "https://login.microsoftonline.us", "https://graph.microsoft.us"],
    ["dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"],
    ["china", "https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"],
  ])("are the azuread provider's (%s)", async (name, login, graph) => {
    expect(await cloud(name)).toMatchObject({ login, graph });
    expect(await cloud("public", { "azuread:environment": name || "public" })).toMatchObject({ login, graph });
  });

  test("are not known for another name", async () => {
    await expect(cloud("mars")).rejects.toThrow("no Azure cloud called mars");
  });
});
