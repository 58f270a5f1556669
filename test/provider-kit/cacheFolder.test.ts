import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { cacheFolder, homeFolder } from "../../provider-kit/cacheFolder.ts";

describe("cacheFolder", () => {
  test.each([
    ["linux", {}, "/home/ada", "/home/ada/.cache/cabinet"],
    ["linux", { XDG_CACHE_HOME: "/var/cache/ada" }, "/home/ada", "/var/cache/ada/cabinet"],
    ["linux", { XDG_CACHE_HOME: "relative" }, "/home/ada", "/home/ada/.cache/cabinet"],
    ["darwin", { XDG_CACHE_HOME: "/ignored" }, "/Users/ada", "/Users/ada/Library/Caches/cabinet"],
    ["win32", { LOCALAPPDATA: "D:\\Local" }, "C:\\Users\\ada", "D:\\Local\\cabinet"],
    ["win32", {}, "C:\\Users\\ada", "C:\\Users\\ada\\AppData\\Local\\cabinet"],
  ] as const)("on %s with %j", (platform, env, home, expected) => {
    expect(cacheFolder("cabinet", { platform, env, home })).toBe(expected);
  });
});

test("a user without a home folder gets a cache in the project's node_modules", () => {
  const home = homeFolder(() => {
    throw new Error("A system error occurred: uv_os_homedir returned ENOENT");
  });
  expect(home).toBe(fileURLToPath(new URL("../../node_modules", import.meta.url)));
});
