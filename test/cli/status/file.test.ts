import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { UsageError } from "../../../cli/shared/commandLine.ts";
import { checkWritable, writePage } from "../../../cli/status/file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-status-test-"));
  await mkdir(join(folder, "sub"));
  await writeFile(join(folder, "there"), "before");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("checking a file does not change it", async () => {
  await checkWritable(join(folder, "new.html"));
  await checkWritable(join(folder, "there"));
  expect((await readdir(folder)).sort()).toEqual(["sub", "there"]);
  expect(await readFile(join(folder, "there"), "utf8")).toBe("before");
  await writePage(join(folder, "there"), "after");
  expect(await readFile(join(folder, "there"), "utf8")).toBe("after");
});

test.each([
  ["sub", "it is a folder"],
  ["none/page.html", "ENOENT"],
  ["there/page.html", "ENOTDIR"],
])("%s cannot be written: %s", async (name, reason) => {
  const file = join(folder, name);
  const error = await checkWritable(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(String(error)).toContain(`--html cannot write ${file}: `);
  expect(String(error)).toContain(reason);
});
