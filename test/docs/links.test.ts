import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const tracked = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
const pages = tracked.filter((file) => file.endsWith(".md") && !file.includes("golden/"));
const topLevel = new Set(tracked.filter((file) => file.includes("/")).map((file) => file.split("/")[0]));
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** The anchors that GitHub makes of headings. */
function anchors(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

test.each(pages)("%s: links lead to files and headings that exist", (page) => {
  const links = [...read(page).matchAll(/(?:\]\(|src(?:set)?=")([^)"\s]+)/g)].map(([, link = ""]) => link);
  const broken = links.filter((link) => {
    const [path = "", anchor] = link.split("#");
    if (/^https?:/.test(path)) return false;
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchors(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});

// The changelog also names paths of earlier versions.
test.each(pages.filter((page) => page !== "CHANGELOG.md"))("%s: paths of the repository exist", (page) => {
  const paths = [...read(page).matchAll(/(?<![\w./@<-])(?:\w[\w-]*\/)+[\w.-]*\w/g)].map(([path]) => path);
  const ours = paths.filter((path) => topLevel.has(path.split("/")[0] ?? "") && !path.includes("node_modules"));
  expect(ours.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("docs/README.md lists every page of the documentation", () => {
  const listed = [...read("docs/README.md").matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => join("docs", link));
  const documentation = pages.filter((page) => page.startsWith("docs/") || !page.includes("/"));
  expect(listed.sort()).toEqual(documentation.filter((page) => page !== "docs/README.md").sort());
});
