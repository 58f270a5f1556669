import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { COMMANDS } from "../../../cli/main/commands.ts";
import { PROGRAM } from "../support/program.ts";

const run = promisify(execFile);
const AS_PACKAGE = fileURLToPath(new URL("../support/asPackage.cjs", import.meta.url));
const OLD_NODE = fileURLToPath(new URL("../../provider-kit/support/nodeVersion.cjs", import.meta.url));
const NAMES = COMMANDS.map(({ name }) => name);

test.each(NAMES)("%s names no file or script in its help that only a checkout has", async (name) => {
  const { stdout } = await run(process.execPath, ["--require", AS_PACKAGE, PROGRAM, name, "--help"]);
  expect(stdout).toContain(`npx gitpod-azure-devops ${name}`);
  expect(stdout.replaceAll(/npm run sandbox\s+in\s+a\s+clone\s+of\s+the\s+repository/g, "")).not.toMatch(
    /npm run|(?<!blob\/v[\d.]+\/)docs\//,
  );
});

test("an old Node.js is named without advice for a checkout", async () => {
  const env = { PATH: process.env.PATH, TEST_NODE_VERSION: "20.20.2" };
  const args = ["--require", AS_PACKAGE, "--require", OLD_NODE, PROGRAM, "doctor"];
  await expect(run(process.execPath, args, { env })).rejects.toMatchObject({
    stderr: expect.stringMatching(/\. Install a current Node\.js\.\n$/),
  });
});
