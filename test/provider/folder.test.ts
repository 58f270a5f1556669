import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";

const PROVIDER = fileURLToPath(new URL("../../provider", import.meta.url));

test("an npm install in the plugin's folder, as pulumi package info ./provider runs it, leaves nothing behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-provider-"));
  const files = ["package.json", ".npmrc"];
  try {
    for (const file of files) await cp(join(PROVIDER, file), join(folder, file));
    const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
    await promisify(execFile)("npm", ["install", "--offline"], { cwd: folder, env: { ...process.env, PATH } });
    expect((await readdir(folder)).filter((name) => name !== "node_modules").sort()).toEqual([...files].sort());
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);
