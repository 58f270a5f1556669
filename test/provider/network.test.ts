import { networkInterfaces } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Secret } from "../../provider-kit/values.ts";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import * as network from "../support/networkFixtures.ts";
import { type Given, Plugin } from "../support/plugin.ts";

const URN = "urn:pulumi:dev::project::gitpod:index:AuthProvider::integration";
const [GITPOD, ENTRA] = ["gitpod.test", "entra.test"];

let sandbox: Sandbox;
let ca: network.PrivateCa;
let inputs: Given;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  ca = await network.privateCa("localhost", GITPOD, ENTRA);
  const { directory, authorityHost, tenantId } = sandbox.entra;
  const application = directory.addApplication({ displayName: "Gitpod" });
  directory.addPrincipal(application.appId);
  inputs = {
    organizationId: sandbox.gitpod.organizationId,
    host: "dev.azure.com",
    authorizationUrl: `${authorityHost}/${tenantId}/oauth2/v2.0/authorize`,
    tokenUrl: `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
    clientId: application.appId,
    clientSecret: new Secret(directory.addPassword(application.id).secretText),
    adoptExisting: false,
    verifyCredentials: true,
  };
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  for (const { id } of sandbox.gitpod.integrations.list()) sandbox.gitpod.integrations.remove(id);
  sandbox.journal.clear();
});
afterAll(async () => {
  await ca.remove();
  await sandbox.close();
});

async function pluginFor(apiUrl: string, environment: NodeJS.ProcessEnv = {}): Promise<Plugin> {
  const plugin = await Plugin.start({ NODE_EXTRA_CA_CERTS: sandbox.entra.authorityFile, ...environment });
  closers.push(() => plugin.stop());
  await plugin.configure({ host: GITPOD, apiUrl, token: new Secret(sandbox.gitpod.token), maxRetries: 1 });
  return plugin;
}

async function running<Front extends network.Running>(front: Promise<Front>): Promise<Front> {
  const started = await front;
  closers.push(() => started.close());
  return started;
}

const base = (scheme: "http" | "https", host: string, port: number) => `${scheme}://${host}:${port}/public-api`;

describe("private certificate authorities", () => {
  test("are trusted when NODE_EXTRA_CA_CERTS names them", async () => {
    const { port } = await running(network.tlsFront(ca, sandbox.gitpod.origin));
    const plugin = await pluginFor(base("https", "localhost", port), { NODE_EXTRA_CA_CERTS: ca.file });
    const { id } = await plugin.create(URN, inputs);
    expect(sandbox.gitpod.integrations.list()).toMatchObject([{ id }]);
  });

  test("are otherwise refused with the fix, and the token is not sent", async () => {
    const { port } = await running(network.tlsFront(ca, sandbox.gitpod.origin));
    const plugin = await pluginFor(base("https", "localhost", port));
    await expect(plugin.create(URN, inputs)).rejects.toThrow(/no trusted TLS connection.*NODE_EXTRA_CA_CERTS/);
    expect(sandbox.journal.entries().filter(({ cloud }) => cloud === "gitpod")).toEqual([]);
  });
});

describe("proxies", () => {
  async function behindProxy() {
    const gitpod = await running(network.tlsFront(ca, sandbox.gitpod.origin));
    const entra = await running(network.tlsFront(ca, sandbox.entra.authorityHost));
    const proxy = await running(network.forwardProxy({ [GITPOD]: gitpod.port, [ENTRA]: entra.port }));
    const environment = { NODE_EXTRA_CA_CERTS: ca.file, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    const tokenUrl = `https://${ENTRA}/${sandbox.entra.tenantId}/oauth2/v2.0/token`;
    return { proxy, environment, news: { ...inputs, tokenUrl } };
  }

  test("carry every call to Gitpod and Entra when HTTPS_PROXY names one", async () => {
    const { proxy, environment, news } = await behindProxy();
    const plugin = await pluginFor(`https://${GITPOD}/public-api`, environment);
    const { id } = await plugin.create(URN, news);
    expect(sandbox.gitpod.integrations.list()).toMatchObject([{ id }]);
    expect(new Set(proxy.connected)).toEqual(new Set([`${ENTRA}:443`, `${GITPOD}:443`]));
  });

  test("are not used for the hosts in NO_PROXY", async () => {
    const { proxy, environment, news } = await behindProxy();
    const { port } = await running(network.tlsFront(ca, sandbox.gitpod.origin));
    const plugin = await pluginFor(base("https", "localhost", port), { ...environment, NO_PROXY: "localhost" });
    await plugin.create(URN, news);
    expect(proxy.connected).toEqual([`${ENTRA}:443`]);
  });
});

describe("the proxy variables", () => {
  async function behindProxy(address: (port: number) => string, variables: readonly string[] = ["HTTPS_PROXY"]) {
    const gitpod = await running(network.tlsFront(ca, sandbox.gitpod.origin));
    const proxy = await running(network.forwardProxy({ [GITPOD]: gitpod.port }));
    const named = Object.fromEntries(variables.map((variable) => [variable, address(proxy.port)]));
    return { proxy, environment: { NODE_EXTRA_CA_CERTS: ca.file, ...named } };
  }
  const unproven = () => ({ ...inputs, verifyCredentials: false });

  test.each([["HTTPS_PROXY"], ["https_proxy"]])("%s works without a scheme, as in curl", async (variable) => {
    const { proxy, environment } = await behindProxy((port) => `127.0.0.1:${port}`, [variable]);
    const plugin = await pluginFor(`https://${GITPOD}/public-api`, environment);
    await plugin.create(URN, unproven());
    expect(new Set(proxy.connected)).toEqual(new Set([`${GITPOD}:443`]));
  });

  test.each([[["HTTP_PROXY", "HTTPS_PROXY"]], [["http_proxy", "https_proxy"]]])(
    "with %j calls to loopback never reach the proxy",
    async (variables) => {
      const { proxy, environment } = await behindProxy((port) => `http://127.0.0.1:${port}`, variables);
      const plugin = await pluginFor(sandbox.gitpod.apiUrl, environment);
      await plugin.create(URN, inputs);
      expect(sandbox.gitpod.integrations.list()).toHaveLength(1);
      expect(proxy.connected).toEqual([]);
    },
  );

  test.each(["socks5://127.0.0.1:1080", "http://", "http://[proxy"])(
    "%s causes a warning, and the plugin works without it",
    async (address) => {
      const plugin = await pluginFor(sandbox.gitpod.apiUrl, { HTTPS_PROXY: address });
      await plugin.create(URN, inputs);
      expect(plugin.output.join("\n")).toMatch(
        /warning: HTTPS_PROXY (names a socks5 proxy|is not the address of a proxy)/,
      );
    },
  );

  test("a Node.js that takes a proxy only at its start is restarted in the same process", async () => {
    const { proxy, environment } = await behindProxy((port) => `127.0.0.1:${port}`);
    const older = fileURLToPath(new URL("../provider-kit/support/olderNode.cjs", import.meta.url));
    const plugin = await pluginFor(`https://${GITPOD}/public-api`, {
      ...environment,
      NODE_OPTIONS: `--require ${older}`,
    });
    await plugin.create(URN, unproven());
    expect(new Set(proxy.connected)).toEqual(new Set([`${GITPOD}:443`]));
  });
});

describe("names and connections", () => {
  test("a host that does not resolve gives one clear error", async () => {
    const plugin = await pluginFor("https://gitpod.invalid");
    await expect(plugin.create(URN, inputs)).rejects.toThrow(
      /the API cannot be reached.*Check gitpod:host, gitpod:apiUrl/s,
    );
  });

  test("a port where nothing listens gives one clear error", async () => {
    const { port, close } = await network.redirectingFront("http://localhost");
    await close();
    const plugin = await pluginFor(base("http", "127.0.0.1", port));
    await expect(plugin.create(URN, inputs)).rejects.toThrow(/the API cannot be reached.*Check gitpod:host/s);
  });

  const hasIpv6 = Object.values(networkInterfaces()).some((entries) =>
    entries?.some(({ address }) => address === "::1"),
  );
  (hasIpv6 ? test : test.skip)("IPv6 works", async () => {
    const { port } = await running(network.plainFront(sandbox.gitpod.origin, "::1"));
    const plugin = await pluginFor(base("http", "[::1]", port));
    await plugin.create(URN, inputs);
    expect(sandbox.gitpod.integrations.list()).toHaveLength(1);
  });

  test("a kept-alive connection that the server has closed causes no error", async () => {
    const { port } = await running(network.hastyFront(sandbox.gitpod.origin));
    const plugin = await pluginFor(base("http", "127.0.0.1", port));
    const { id, properties } = await plugin.create(URN, inputs);
    for (let read = 0; read < 3; read++) {
      await delay(20);
      expect((await plugin.read(URN, id, properties, inputs)).id).toBe(id);
    }
    await plugin.delete(URN, id, properties);
    expect(sandbox.gitpod.integrations.list()).toEqual([]);
  });

  test("a redirect is not followed, and the token is not passed on", async () => {
    const { port } = await running(network.redirectingFront(`${sandbox.gitpod.apiUrl}/elsewhere`));
    const plugin = await pluginFor(base("http", "127.0.0.1", port));
    await expect(plugin.create(URN, inputs)).rejects.toThrow(/HTTP 302.*set gitpod:apiUrl to the final address/);
    expect(sandbox.journal.entries().filter(({ cloud }) => cloud === "gitpod")).toEqual([]);
  });
});
