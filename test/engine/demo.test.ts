import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

test("npm run demo plays each step, checks it, and says so to machines", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["cli/demo.ts", "--json"], { cwd: REPOSITORY });
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
