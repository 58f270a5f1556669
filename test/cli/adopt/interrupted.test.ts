import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { PROGRAM } from "../support/program.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "adopt-interrupted-"));
  await writeFile(join(folder, "Pulumi.yaml"), "name: gitpod-azure-devops\nruntime: nodejs\n");
});
afterEach(() => rm(folder, { recursive: true }));

test("with --json, Ctrl-C ends in one document too", async () => {
  // A backend that does not answer.
  const script = `#!/bin/sh\n[ "$1" = version ] && echo v3.259.0 && exit\ntouch waiting\nexec sleep 5\n`;
  await writeFile(join(folder, "pulumi"), script, { mode: 0o755 });
  const child = spawn(process.execPath, [PROGRAM, "adopt", "--json", "--stack", "prod"], {
    cwd: folder,
    env: { PATH: `${folder}:/usr/bin:/bin` },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [printed, ended] = [text(child.stdout), once(child, "close")];
  while (!existsSync(join(folder, "waiting"))) await setTimeout(20);
  child.kill("SIGINT");
  const [code] = await ended;
  expect(code).toBe(130);
  expect(JSON.parse(await printed)).toEqual({ ok: false, error: "Cancelled: nothing was written.", done: false });
}, 30_000);
