import { lstat, mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
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

test("a page is replaced at once, with its rights, also behind a link", async () => {
  const [target, link] = [join(folder, "page.html"), join(folder, "link.html")];
  await writeFile(target, "before", { mode: 0o640 });
  await symlink(target, link);
  const reader = await open(target);
  await writePage(link, "after");
  // Whoever has begun to read the former page can read it to its end.
  expect(await reader.readFile("utf8")).toBe("before");
  await reader.close();
  expect(await readFile(target, "utf8")).toBe("after");
  expect((await stat(target)).mode & 0o777).toBe(0o640);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
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
