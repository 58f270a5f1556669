import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { connectTo } from "../../../cli/adopt/connect.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import * as network from "../../support/networkFixtures.ts";
import { targetWith } from "./support/target.ts";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("support/connect.ts", import.meta.url));
const HOST = "gitpod.test";
const ORGANIZATION = "gitpod-azure-devops:organizationId";
const context = { signal: new AbortController().signal, status: () => undefined };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const settings = () => ({
  "gitpod:host": sandbox.gitpod.host,
  "gitpod:token": sandbox.gitpod.token,
  [ORGANIZATION]: sandbox.gitpod.organizationId,
});

test("the API is found where the installation answers only under /public-api", async () => {
  const ca = await network.privateCa(HOST);
  const front = await network.tlsFront(ca, sandbox.gitpod.origin);
  const proxy = await network.forwardProxy({ [HOST]: front.port });
  try {
    const env = {
      PATH: process.env.PATH,
      NODE_EXTRA_CA_CERTS: ca.file,
      NODE_USE_ENV_PROXY: "1",
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
    };
    const given = JSON.stringify({ ...settings(), "gitpod:host": HOST });
    const { stdout } = await run(process.execPath, [SCRIPT, given], { env });
    expect(stdout.trim()).toBe(`Acme https://${HOST}/public-api`);
  } finally {
    for (const each of [proxy, front]) await each.close();
    await ca.remove();
  }
}, 60_000);

describe("one clear error", () => {
  const connecting = (changes: Readonly<Record<string, string>>) =>
    connectTo(targetWith({ ...settings(), ...changes }), {}, context);

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      "for a wrong host",
      { "gitpod:host": "localhost:1" },
      "could not ask http://localhost:1/public-api about the token",
    ],
    ["for a wrong token", { "gitpod:token": "gitpod_pat_wrong" }, "Gitpod does not accept the token"],
    ["without a token", { "gitpod:token": "" }, "lacks a token (GITPOD_TOKEN): run `npx gitpod-azure-devops setup"],
    ["for an organization of others", { [ORGANIZATION]: "0" }, "no access to the organization 0"],
    ["without an organization", { [ORGANIZATION]: "" }, "lacks the organization: run `npx gitpod-azure-devops setup"],
    ["for entries", { "gitpod-azure-devops:integrations": '{"a":{}}' }, "take each of them over by hand"],
  ])("%s", async (_, changes, words) => {
    await expect(connecting(changes)).rejects.toThrow(words);
  });

  test("for a member's token, in the words of setup", async () => {
    const { installation, organizationId } = sandbox.gitpod;
    installation.setRole(organizationId, "member");
    await expect(connecting({})).rejects.toThrow("is a member of Acme. Only an owner may set up an integration");
  });
});
