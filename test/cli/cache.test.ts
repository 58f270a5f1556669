import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { cachedRoot, cacheFolder, fillCache, homeFolder } from "../../cli/pulumi/cache.ts";

describe("cacheFolder", () => {
  test.each([
    ["linux", {}, "/home/ada", "/home/ada/.cache/gitpod-azure-devops"],
    ["linux", { XDG_CACHE_HOME: "/var/cache/ada" }, "/home/ada", "/var/cache/ada/gitpod-azure-devops"],
    ["linux", { XDG_CACHE_HOME: "relative" }, "/home/ada", "/home/ada/.cache/gitpod-azure-devops"],
    ["darwin", { XDG_CACHE_HOME: "/ignored" }, "/Users/ada", "/Users/ada/Library/Caches/gitpod-azure-devops"],
    ["win32", { LOCALAPPDATA: "D:\\Local" }, "C:\\Users\\ada", "D:\\Local\\gitpod-azure-devops"],
    ["win32", {}, "C:\\Users\\ada", "C:\\Users\\ada\\AppData\\Local\\gitpod-azure-devops"],
  ] as const)("on %s with %j", (platform, env, home, expected) => {
    expect(cacheFolder({ platform, env, home })).toBe(expected);
  });
});

test("somebody without a home has the cache in the project's node_modules", () => {
  const home = homeFolder(() => {
    throw new Error("A system error occurred: uv_os_homedir returned ENOENT");
  });
  expect(home).toBe(fileURLToPath(new URL("../../node_modules", import.meta.url)));
});

describe("fillCache", () => {
  let cache: string;
  let fills: number;
  const usable = async (root: string) => existsSync(join(root, "bin", "pulumi"));
  const fill = async (root: string) => {
    fills += 1;
    await writeFile(join(root, "bin", "pulumi"), "");
  };
  const waiting = () => {};

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), "cache-"));
    fills = 0;
  });
  afterEach(() => rm(cache, { recursive: true, force: true }));

  test("fills once for runs at the same time, and leaves nothing beside the CLI", async () => {
    const options = { cache, version: "3.1.0", usable, fill, waiting };
    const roots = await Promise.all([fillCache(options), fillCache(options)]);
    expect(roots).toEqual([cachedRoot("3.1.0", cache), cachedRoot("3.1.0", cache)]);
    expect(fills).toBe(1);
    expect(await readdir(cache)).toEqual(["pulumi-3.1.0"]);
  });

  test("replaces a broken CLI and what a run that died left behind", async () => {
    await mkdir(join(cache, "pulumi-3.1.0"));
    await mkdir(join(cache, "pulumi-3.1.0.partial-1"));
    await writeFile(join(cache, "pulumi-3.1.0.lock"), `${hostname()} 999999999`);
    await fillCache({ cache, version: "3.1.0", usable, fill, waiting });
    expect(await readdir(cache)).toEqual(["pulumi-3.1.0"]);
    expect(await usable(cachedRoot("3.1.0", cache))).toBe(true);
  });

  test("a failure leaves nothing, so that the next run starts afresh", async () => {
    const failing = () => Promise.reject(new Error("no network"));
    await expect(fillCache({ cache, version: "3.1.0", usable, fill: failing, waiting })).rejects.toThrow("no network");
    expect(await readdir(cache)).toEqual([]);
  });

  test("refuses a CLI that does not work", async () => {
    const nothing = async () => {};
    await expect(fillCache({ cache, version: "3.1.0", usable, fill: nothing, waiting })).rejects.toThrow(
      "does not answer",
    );
    expect(await readdir(cache)).toEqual([]);
  });
});
