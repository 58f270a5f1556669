import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "@jest/globals";

const run = promisify(execFile);
const PRELOAD = fileURLToPath(new URL("../../preload.cjs", import.meta.url));
const manifest = createRequire(import.meta.url)("../../package.json");

/** Runs a script with only PATH from this environment. */
async function preloaded(script: string, env: NodeJS.ProcessEnv, ...more: string[]) {
  const args = [...more, "--require", PRELOAD, "--eval", script];
  return run(process.execPath, args, { env: { PATH: dirname(process.execPath), ...env } });
}

describe("Node.js that is too old", () => {
  test.each(["18.20.0", "20.20.2", "22.18.0", "22.20.0"])(
    "%s is refused, and the error says what is missing",
    async (version) => {
      const file = fileURLToPath(new URL("support/nodeVersion.cjs", import.meta.url));
      const env = { TEST_NODE_VERSION: version };
      const failure = await preloaded("", env, "--require", file).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          new RegExp(`needs Node.js 22\\.21 or newer.*this is Node.js ${version.replaceAll(".", "\\.")}`, "s"),
        ),
      });
      expect(String((failure as { stderr: string }).stderr)).toContain("npm ci --ignore-scripts");
    },
  );

  test("the minimum is the one that the project declares", async () => {
    expect(manifest.engines.node).toBe(">=22.21");
  });

  test("is refused by every command of the project before it loads TypeScript", () => {
    const commands = Object.values<string>(manifest.scripts).filter((command) =>
      /^node .*\.ts( [\w-]+)?$/.test(command),
    );
    expect(commands.length).toBeGreaterThan(5);
    for (const command of commands) expect(command).toMatch(/^node --require \.\/preload\.cjs /);
  });
});

describe("a user without a home folder", () => {
  test("starts without a cache", async () => {
    const homeless = fileURLToPath(new URL("support/homeless.cjs", import.meta.url));
    const { stdout } = await preloaded("console.log('started')", {}, "--require", homeless);
    expect(stdout).toBe("started\n");
  });

  test("has a cache where XDG_CACHE_HOME says", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-cache-"));
    try {
      const homeless = fileURLToPath(new URL("support/homeless.cjs", import.meta.url));
      await preloaded("", { XDG_CACHE_HOME: folder }, "--require", homeless);
      expect(await readdir(join(folder, "gitpod-azure-devops"))).toEqual(["node"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("behind a proxy, the engine on loopback is found", () => {
  const shown = "console.log(JSON.stringify([process.env.no_proxy, process.env.NO_PROXY, process.env.no_grpc_proxy]))";

  test.each([
    [{ https_proxy: "http://127.0.0.1:9" }, ["localhost,127.0.0.1,::1,[::1]", undefined]],
    [
      { https_proxy: "http://127.0.0.1:9", NO_PROXY: "a.example, b.example" },
      ["a.example,b.example,localhost,127.0.0.1,::1,[::1]", undefined],
    ],
    [{ HTTPS_PROXY: "127.0.0.1:9", no_proxy: "localhost" }, ["localhost,127.0.0.1,::1,[::1]", undefined]],
    [
      { https_proxy: "http://127.0.0.1:9", no_grpc_proxy: "x" },
      ["localhost,127.0.0.1,::1,[::1]", "x,localhost,127.0.0.1,::1,[::1]"],
    ],
  ])("with %j", async (env, [list, grpc]) => {
    const { stdout } = await preloaded(shown, env);
    expect(JSON.parse(stdout)).toEqual([list, list, grpc ?? null]);
  });

  test("and without a proxy the environment stays as it is", async () => {
    expect(JSON.parse((await preloaded(shown, {})).stdout)).toEqual([null, null, null]);
  });

  test("ALL_PROXY alone causes a warning that it is not read, without its address", async () => {
    const { stderr } = await preloaded("", { ALL_PROXY: "http://user:canary@proxy.example" });
    expect(stderr).toContain("ALL_PROXY is not read");
    expect(stderr.includes("canary")).toBe(false);
  });
});
