import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

const PRELOAD = fileURLToPath(new URL("../../stack/preload.cjs", import.meta.url));
const SDK = fileURLToPath(new URL("../../node_modules/@pulumi/pulumi", import.meta.url));
const HOOKS = "runtime/closure/v8Hooks.js";
const EXPORTS = "exports.getSessionAsync = a;\nexports.isInitializedAsync = a;\nexports.getScriptUrl = a;\n";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gitpod-azure-devops-preload-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether the module is loaded, in an SDK in which it has this text, by a runner that requires it. */
function isLoaded(name: string, module: string | undefined): boolean {
  const sdk = join(folder, name, "node_modules/@pulumi/pulumi");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(sdk, path)), { recursive: true });
    writeFileSync(join(sdk, path), text);
  };
  const require = `try { require("../../${HOOKS}"); } catch { globalThis.loaded = "missing"; }`;
  write("cmd/run/index.js", `globalThis.loaded = "no";\n${require}\nconsole.log(globalThis.loaded);`);
  if (module !== undefined) write(HOOKS, `globalThis.loaded = "yes";\nconst a = 1;\n${module}`);
  const args = ["--require", PRELOAD, join(sdk, "cmd/run/index.js")];
  const answer = execFileSync(process.execPath, args, { encoding: "utf8" }).trim();
  if (answer === "missing") throw new Error("the SDK has no such module");
  return answer === "yes";
}

test("a module that is what it was is not loaded", () => {
  expect(isLoaded("same", EXPORTS)).toBe(false);
});

test("one with another export is loaded", () => {
  expect(isLoaded("more", `${EXPORTS}exports.getMore = a;\n`)).toBe(true);
  expect(isLoaded("fewer", EXPORTS.replace(/^exports.getScriptUrl.*\n/m, ""))).toBe(true);
});

test("one that is gone stays gone", () => {
  expect(() => isLoaded("gone", undefined)).toThrow("the SDK has no such module");
});

test("in the installed SDK all four are what they were", () => {
  const names = ["serializeClosure", "codePaths", "v8Hooks"].map((each) => `runtime/closure/${each}.js`);
  const script = `process.argv[1] = ${JSON.stringify(join(SDK, "cmd/run/index.js"))};
    require(${JSON.stringify(PRELOAD)});
    const { createRequire } = require("node:module");
    const sdk = createRequire(process.argv[1]);
    const paths = ["source-map-support/register", ...${JSON.stringify(names)}.map((each) => "../../" + each)];
    console.log(JSON.stringify(paths.map((path) => sdk.cache?.[sdk.resolve(path)] !== undefined)));`;
  const answer = execFileSync(process.execPath, ["--eval", script], { encoding: "utf8" });
  expect(JSON.parse(answer)).toEqual([true, true, true, true]);
});
