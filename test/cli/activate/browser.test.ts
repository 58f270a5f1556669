import { expect, test } from "@jest/globals";
import { type Opener, openerFor, openPage } from "../../../cli/activate/browser.ts";

test.each<[string, NodeJS.Platform, Record<string, string>, Opener | undefined]>([
  ["macOS", "darwin", {}, ["open"]],
  ["Windows", "win32", {}, ["rundll32", "url.dll,FileProtocolHandler"]],
  ["Linux with X", "linux", { DISPLAY: ":0" }, ["xdg-open"]],
  ["Linux with Wayland", "linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open"]],
  ["Linux with no display", "linux", { DISPLAY: "" }, undefined],
  ["a CI job, even with a display", "linux", { DISPLAY: ":0", CI: "true" }, undefined],
])("the opener on %s", (_, platform, environment, expected) => {
  expect(openerFor(platform, environment)).toEqual(expected);
});

test("only web pages are opened", async () => {
  const opener = [process.execPath, "-e", ""] as const;
  expect(await openPage("https://gitpod.example.com/api/authorize?host=a&scopes=b", opener)).toBe(true);
  expect(await openPage("file:///etc/passwd", opener)).toBe(false);
  expect(await openPage("--help", opener)).toBe(false);
});

test("a missing opener is not an error", async () => {
  expect(await openPage("https://gitpod.example.com", ["no-such-opener"])).toBe(false);
});
