import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
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

test("an error cannot move a terminal's cursor, nor show the backend's password, and is a document with --json", async () => {
  const message = "no stack \u001b[2Jprod in postgres://sam:canary@db.example.com/pulumi\nSecond line";
  const env = { ...process.env, PULUMI_BACKEND_URL: "postgres://sam:canary@db.example.com/pulumi" };
  const child = spawn(process.execPath, [WAITING, "--fail", message], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const shown = "no stack \\u{1b}[2Jprod in postgres://sam:[secret]@db.example.com/pulumi\nSecond line";
  expect({ code, stderr }).toEqual({ code: 1, stderr: `error: ${shown}\n` });
  expect(JSON.parse(stdout)).toEqual({ ok: false, error: shown });
});
