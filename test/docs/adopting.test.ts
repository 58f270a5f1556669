import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import * as network from "../support/networkFixtures.ts";

const run = promisify(execFile);
const GUIDE = readFileSync(new URL("../../docs/adopting.md", import.meta.url), "utf8");
const SCRIPT = /^(node -e '[\s\S]*?') gitpod\.example\.com <organization-id>$/m.exec(GUIDE)?.[1] ?? "";
const HOST = "gitpod.test";

describe("the guide's way to find an integration's id", () => {
  let sandbox: Sandbox;
  let ca: network.PrivateCa;
  let front: network.Running;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ca = await network.privateCa(HOST);
    front = await network.tlsFront(ca, sandbox.gitpod.origin);
  });
  afterAll(async () => {
    for (const each of [front, sandbox]) await each.close();
    await ca.remove();
  });

  /** Behind a proxy that knows only these names. */
  async function runScript(names: readonly string[], token: string) {
    const proxy = await network.forwardProxy(Object.fromEntries(names.map((name) => [name, front.port])));
    try {
      const env = {
        PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
        GITPOD_TOKEN: token,
        NODE_EXTRA_CA_CERTS: ca.file,
        NODE_USE_ENV_PROXY: "1",
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      };
      return await run("sh", ["-c", `${SCRIPT} ${HOST} ${sandbox.gitpod.organizationId}`], { env });
    } finally {
      await proxy.close();
    }
  }

  test("works when the installation answers only under /public-api", async () => {
    const { id } = sandbox.gitpod.integrations.create({
      organizationId: sandbox.gitpod.organizationId,
      host: "dev.azure.com",
      type: 5,
      clientId: "client",
      clientSecret: "secret",
      authorizationUrl: "https://login.example.com/authorize",
      tokenUrl: "https://login.example.com/token",
    });
    const { stdout } = await runScript([HOST], sandbox.gitpod.token);
    expect(stdout).toContain(id);
  });

  test("prints one line for each address when neither works, and no stack trace", async () => {
    const { stdout, stderr } = await runScript([HOST], "wrong");
    expect(stdout).toBe("");
    expect(stderr).toContain(`https://${HOST}/public-api answers 401`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.includes("wrong")).toBe(false);
  });
});
