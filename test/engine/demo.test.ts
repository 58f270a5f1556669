import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

/** A proxy at which nobody is, by every name. Nothing of the demo leaves this machine. */
const NOWHERE = Object.fromEntries(
  ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].map((name) => [name, "http://127.0.0.1:9"]),
);

test.each([
  ["", {}],
  [" behind a proxy, with no exception for loopback,", NOWHERE],
])("npm run demo%s plays each step, checks it, and says so to machines", async (_, proxy) => {
  const args = ["--require", "./provider-kit/preload.cjs", "cli/demo.ts", "--json"];
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
    "the owner's activation is all it waits for",
    "when Gitpod got the new secret, both were valid in Entra",
    "nothing waits for a person",
    "the state is empty",
  ]) {
    expect(checked).toContain(claim);
  }
});
