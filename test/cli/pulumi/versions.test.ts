import { describe, expect, test } from "@jest/globals";
import { BUILT_VERSION, INSTALLED_VERSION, isAtLeast, MINIMUM_VERSION } from "../../../cli/pulumi/versions.ts";

describe("isAtLeast", () => {
  test.each([
    ["3.200.0", "3.200.0", true],
    ["v3.259.0", "3.200.0", true],
    ["3.1000.0", "3.999.9", true],
    ["4.0.0", "3.200.0", true],
    ["3.199.9", "3.200.0", false],
    ["2.300.0", "3.200.0", false],
    ["3.260.0-alpha.1+dirty", "3.260.0", true],
    ["unknown", "3.200.0", false],
    ["null", "3.200.0", false],
  ])("%s >= %s is %s", (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});

test("the versions that this project installs or builds are new enough for it", () => {
  expect(isAtLeast(INSTALLED_VERSION, MINIMUM_VERSION)).toBe(true);
  expect(isAtLeast(BUILT_VERSION, MINIMUM_VERSION)).toBe(true);
});
