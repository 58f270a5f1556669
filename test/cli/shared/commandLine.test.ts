import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const WAITING = fileURLToPath(new URL("waitingCommand.ts", import.meta.url));

test.each([
  ["130", [], 130],
  ["its own code where a command handles it", ["--own"], 7],
])("Ctrl-C ends a command with %s, and no message", async (_, args, expected) => {
  const child = spawn(process.execPath, [WAITING, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const [code] = await once(child, "close");
  expect([code, String(Buffer.concat(errors))]).toEqual([expected, ""]);
});
