import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import * as network from "../../support/networkFixtures.ts";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("support/connect.ts", import.meta.url));
const HOST = "gitpod.test";

describe("the stack's API, behind a proxy", () => {
  let sandbox: Sandbox;
  let ca: network.PrivateCa;
  let front: network.Running;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ca = await network.privateCa(HOST, `api.${HOST}`);
    front = await network.tlsFront(ca, sandbox.gitpod.origin);
  });
  afterAll(async () => {
    for (const each of [front, sandbox]) await each.close();
    await ca.remove();
  });

  /** What a connection says, where the proxy knows only these names. */
  async function connecting(names: readonly string[], changes: Readonly<Record<string, string>> = {}): Promise<string> {
    const proxy = await network.forwardProxy(Object.fromEntries(names.map((name) => [name, front.port])));
    const settings = {
      "gitpod:host": HOST,
      "gitpod:token": sandbox.gitpod.token,
      "gitpod-azure-devops:organizationId": sandbox.gitpod.organizationId,
      ...changes,
    };
    try {
      const env = {
        PATH: process.env.PATH,
        NODE_EXTRA_CA_CERTS: ca.file,
        NODE_USE_ENV_PROXY: "1",
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      };
      return (await run(process.execPath, [SCRIPT, JSON.stringify(settings)], { env })).stdout.trim();
    } finally {
      await proxy.close();
    }
  }

  test("is found where the installation answers only under /public-api", async () => {
    expect(await connecting([HOST])).toBe(`Acme https://${HOST}/public-api`);
  });

  test.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ["a host that nobody knows", [], {}, "could not ask https://api.gitpod.test about the token"],
    [
      "a wrong token",
      [HOST],
      { "gitpod:apiUrl": `https://${HOST}/public-api`, "gitpod:token": "gitpod_pat_wrong" },
      "Gitpod does not accept the token",
    ],
    [
      "an organization of others",
      [HOST],
      { "gitpod-azure-devops:organizationId": "0" },
      "no access to the organization 0",
    ],
    [
      "a stack without an organization",
      [],
      { "gitpod-azure-devops:organizationId": "" },
      "lacks the organization: run `npx",
    ],
    [
      "a stack whose integrations are entries",
      [],
      { "gitpod-azure-devops:integrations": '{"a":{}}' },
      "take each of them over by hand",
    ],
  ])("%s is one clear error", async (_, names, changes, words) => {
    expect(await connecting(names, changes)).toContain(words);
  });

  test("a member's token is refused in the words of setup", async () => {
    const { installation, organizationId } = sandbox.gitpod;
    installation.setRole(organizationId, "member");
    expect(await connecting([HOST])).toContain("is a member of Acme. Only an owner may set up an integration");
  });
});
