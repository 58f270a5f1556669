import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

/** A proxy that does not exist, in every variable: the demo makes no call that would leave this machine. */
const NOWHERE = Object.fromEntries(
  ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].map((name) => [name, "http://127.0.0.1:9"]),
);

test.each([
  ["", {}],
  [" behind a proxy, with no exception for loopback,", NOWHERE],
])("npm run demo%s runs and checks every step, and reports them as JSON", async (_, proxy) => {
  const args = ["--require", "./preload.cjs", "cli/demo.ts", "--json"];
  const options = { cwd: REPOSITORY, env: { ...process.env, NO_PROXY: "", no_proxy: "", ...proxy } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const { ok, steps } = JSON.parse(stdout) as {
    ok: boolean;
    steps: { title: string; ok: boolean; checked: string[] }[];
  };
  expect(ok).toBe(true);
  expect(steps.filter((step) => !step.ok || step.checked.length === 0)).toEqual([]);
  const checked = steps.flatMap((step) => step.checked);
  for (const claim of [
    "only the owner's activation is missing",
    "when Gitpod got the new secret, both were valid in Entra",
    "nothing needs a person",
    "the state is empty",
  ]) {
    expect(checked).toContain(claim);
  }
});
