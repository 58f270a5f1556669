import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { createActivity } from "../../../cli/pulumi/goBuild.ts";
import { BUILT_VERSION } from "../../../cli/pulumi/versions.ts";

test("sorts downloads, packages and errors", () => {
  const activity = createActivity();
  for (const line of [
    "go: downloading github.com/blang/semver v3.5.1+incompatible",
    "internal/cpu",
    "lukechampine.com/frand",
    "# github.com/pkg/term",
    "./term.go:3:2: undefined: x",
  ]) {
    activity.read(line);
  }
  expect(activity.summary()).toBe("1 modules · 2 packages · compiling lukechampine.com/frand");
  expect(activity.errors()).toBe("# github.com/pkg/term\n./term.go:3:2: undefined: x");
});

test("keeps the last errors only", () => {
  const activity = createActivity();
  for (let line = 1; line <= 20; line++) {
    activity.read(`error ${line}:`);
  }
  expect(activity.errors().split("\n")).toHaveLength(8);
  expect(activity.errors()).toContain("error 20:");
});

test("go.mod pins the version that the binary is stamped with", () => {
  const module = readFileSync(new URL("../../../cli/pulumi/go/go.mod", import.meta.url), "utf8");
  expect(module).toContain(`github.com/pulumi/pulumi/pkg/v3 v${BUILT_VERSION} `);
});
