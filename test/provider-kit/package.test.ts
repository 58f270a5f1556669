import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { isAtLeast } from "../../cli/pulumi/versions.ts";
import project from "../../package.json" with { type: "json" };
import kit from "../../provider-kit/package.json" with { type: "json" };

const KIT = fileURLToPath(new URL("../../provider-kit", import.meta.url));
const files = readdirSync(KIT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

test.each(files)("%s has nothing of Gitpod", (file) => {
  expect(readFileSync(file, "utf8")).not.toMatch(/gitpod|azure|entra\b|sandbox/i);
});

test("the package is released with the project", () => {
  expect(kit.version).toBe(project.version);
});

const wanted: Readonly<Record<string, string>> = { ...kit.dependencies, ...kit.peerDependencies };

test("the package depends on what its files import", () => {
  const code = files.filter((file) => /\.(ts|cjs)$/.test(file)).map((file) => readFileSync(file, "utf8"));
  const paths = code.flatMap((text) => [...text.matchAll(/(?:from|import\(|require\() ?"([^."][^"]*)"/g)]);
  const packages = paths.map(([, path = ""]) => path.split("/", path.startsWith("@") ? 2 : 1).join("/"));
  const others = packages.filter((name) => !name.startsWith("node:") && name !== kit.name);
  expect([...new Set(others)].sort()).toEqual(Object.keys(wanted).sort());
});

test.each(Object.entries(wanted))("the project has a version of %s that the package accepts: %s", (name, range) => {
  const version = (project.dependencies as Readonly<Record<string, string>>)[name] ?? "";
  const lowest = range.slice(1);
  expect({ range, fits: isAtLeast(version, lowest) && version.split(".")[0] === lowest.split(".")[0] }).toEqual({
    range: `^${lowest}`,
    fits: true,
  });
});
