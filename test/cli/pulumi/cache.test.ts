import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { cachedRoot, fillCache } from "../../../cli/pulumi/cache.ts";

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

  test("fills once for concurrent calls, and leaves nothing beside the CLI", async () => {
    const options = { cache, version: "3.1.0", usable, fill, waiting };
    const roots = await Promise.all([fillCache(options), fillCache(options)]);
    expect(roots).toEqual([cachedRoot("3.1.0", cache), cachedRoot("3.1.0", cache)]);
    expect(fills).toBe(1);
    expect(await readdir(cache)).toEqual(["pulumi-3.1.0"]);
  });

  test("replaces a broken CLI, and removes what a killed process left behind", async () => {
    await mkdir(join(cache, "pulumi-3.1.0"));
    await mkdir(join(cache, "pulumi-3.1.0.partial-1"));
    await writeFile(join(cache, "pulumi-3.1.0.lock"), `${hostname()} 999999999`);
    await fillCache({ cache, version: "3.1.0", usable, fill, waiting });
    expect(await readdir(cache)).toEqual(["pulumi-3.1.0"]);
    expect(await usable(cachedRoot("3.1.0", cache))).toBe(true);
  });

  test("leaves nothing behind after a failure, so that the next run starts over", async () => {
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
