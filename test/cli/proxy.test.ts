import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import * as network from "../support/networkFixtures.ts";

const run = promisify(execFile);
const PRELOAD = fileURLToPath(new URL("../../preload.cjs", import.meta.url));
const SETUP = new URL("../../cli/setup/platforms.ts", import.meta.url).href;
const GITPOD = "gitpod.test";

/** Calls Gitpod like `npx gitpod-azure-devops setup` and `npx gitpod-azure-devops activate`, and fetches like the CLI's installer. */
const SCRIPT = `
  const { SETUPS } = await import(${JSON.stringify(SETUP)});
  const config = { "gitpod:host": "${GITPOD}", "gitpod:apiUrl": "https://${GITPOD}/public-api", "gitpod:token": process.env.TOKEN };
  const { places } = await SETUPS.classic.open(config, { signal: new AbortController().signal, status() {} });
  const answer = await fetch("https://${GITPOD}/elsewhere");
  console.log(JSON.stringify([places.length, answer.status]));
  await answer.body?.cancel();
`;

describe("the project's commands", () => {
  let sandbox: Sandbox;
  let ca: network.PrivateCa;
  let front: network.Running;
  let proxy: Awaited<ReturnType<typeof network.forwardProxy>>;
  beforeAll(async () => {
    sandbox = await startSandbox();
    ca = await network.privateCa(GITPOD);
    front = await network.tlsFront(ca, sandbox.gitpod.origin);
    proxy = await network.forwardProxy({ [GITPOD]: front.port });
  });
  afterAll(async () => {
    for (const each of [proxy, front, sandbox]) await each.close();
    await ca.remove();
  });

  test.each(["HTTPS_PROXY", "https_proxy"])(
    "reach Gitpod and downloads through the proxy in %s, where there is no other way",
    async (variable) => {
      proxy.connected.length = 0;
      const args = [
        "--disable-warning=ExperimentalWarning",
        "--require",
        PRELOAD,
        "--input-type=module",
        "--eval",
        SCRIPT,
      ];
      const env = {
        PATH: dirname(process.execPath),
        TOKEN: sandbox.gitpod.token,
        NODE_EXTRA_CA_CERTS: ca.file,
        [variable]: `127.0.0.1:${proxy.port}`,
      };
      const { stdout } = await run(process.execPath, args, { env });
      expect(JSON.parse(stdout)).toEqual([1, 404]);
      expect(new Set(proxy.connected)).toEqual(new Set([`${GITPOD}:443`]));
    },
  );
});
