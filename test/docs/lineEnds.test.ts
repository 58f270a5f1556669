import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

test("every text file keeps its line endings in a clone, whatever core.autocrlf says", () => {
  expect(readFileSync(`${ROOT}/.gitattributes`, "utf8")).toMatch(/^\* text=auto eol=lf$/m);
  const lines = execFileSync("git", ["-c", "core.autocrlf=true", "ls-files", "--eol"], { cwd: ROOT, encoding: "utf8" });
  const scripts = lines.split("\n").filter((line) => /(pulumi-resource-\S+|\.sh|\.ts|\.cjs)$/.test(line));
  expect(scripts.length).toBeGreaterThan(100);
  expect(scripts.filter((line) => !/^i\/lf +w\/lf +attr\/text=auto eol=lf/.test(line))).toEqual([]);
});
