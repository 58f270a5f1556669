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
  [
    "classic",
    "",
    {},
    ["only the owner's activation is missing", "when Gitpod got the new secret, both were valid in Entra"],
  ],
  [
    "ona",
    " behind a proxy, with no exception for loopback,",
    NOWHERE,
    ["the person stays connected", "when Ona got the new secret, both were valid in Entra"],
  ],
])("npm run demo on %s%s runs and checks every step, and reports them as JSON", async (platform, _, proxy, claims) => {
  const args = ["--require", "./preload.cjs", "cli/demo.ts", "--json", "--platform", platform];
  const options = { cwd: REPOSITORY, env: { ...process.env, NO_PROXY: "", no_proxy: "", ...proxy } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const { ok, steps } = JSON.parse(stdout) as {
    ok: boolean;
    steps: { title: string; ok: boolean; checked: string[] }[];
  };
  expect(ok).toBe(true);
  expect(steps.filter((step) => !step.ok || step.checked.length === 0)).toEqual([]);
  const checked = steps.flatMap((step) => step.checked);
  for (const claim of [...claims, "nothing needs a person", "the state is empty"]) expect(checked).toContain(claim);
});

test("npm run demo names the platforms that it knows", async () => {
  const running = promisify(execFile)(process.execPath, ["cli/demo.ts", "--platform", "oan"], { cwd: REPOSITORY });
  await expect(running).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^--platform must be classic or ona\n/),
  });
});
