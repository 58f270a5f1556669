import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const WAITING = fileURLToPath(new URL("waitingCommand.ts", import.meta.url));

test.each([
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends a command with %d, and its temporary folder is gone", async (signal, expected) => {
  const child = spawn(process.execPath, [WAITING, "--folder"], { stdio: ["ignore", "pipe", "ignore"] });
  const [printed] = (await once(child.stdout, "data")) as [Buffer];
  const folder = String(printed).trim();
  expect(existsSync(folder)).toBe(true);
  child.kill(signal);
  const [code] = await once(child, "close");
  expect([code, existsSync(folder)]).toEqual([expected, false]);
});

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
