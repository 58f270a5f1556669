import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

const CONFIG = fileURLToPath(new URL("../../tools/arrows/depcruise.config.mjs", import.meta.url));
const COMMAND = fileURLToPath(
  new URL("../../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", import.meta.url),
);

const FILES: Readonly<Record<string, string>> = {
  "stack/ground.ts": 'export interface A {}\nexport const a = "a";\n',
  "cli/down.ts": 'import { a } from "../stack/ground.ts";\nconsole.log(a);\n',
  "provider-kit/up.ts": 'export { a } from "../stack/ground.ts";\n',
  "sandbox/type.ts": 'import type { A } from "../stack/ground.ts";\nexport type B = A;\n',
  "components/entra/subfolder.ts": 'export * from "../../stack/ground.ts";\n',
  "lib/noRow.ts": 'export * from "../stack/ground.ts";\n',
  "stack/circle.ts": 'import { b } from "./otherHalf.ts";\nexport interface C { b: typeof b }\n',
  "stack/otherHalf.ts": 'import type { C } from "./circle.ts";\nexport const b: C | undefined = undefined;\n',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-arrows-"));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true }));

test("each import that the table does not allow is an error, of a type too, and each circle", async () => {
  const args = [COMMAND, "--config", CONFIG, "--output-type", "json", "."];
  const run = promisify(execFile)(process.execPath, args, { cwd: folder });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const { violations } = JSON.parse(stdout).summary as { violations: { from: string; rule: { name: string } }[] };
  expect(violations.map(({ from, rule }) => [from, rule.name]).sort()).toEqual([
    ["components/entra/subfolder.ts", "components/entra"],
    ["lib/noRow.ts", "in-the-table"],
    ["provider-kit/up.ts", "provider-kit"],
    ["sandbox/type.ts", "sandbox"],
    ["stack/circle.ts", "no-circle"],
  ]);
}, 60_000);
