import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// npm leaves those out that the registry at hand does not offer, or that an installed folder does not have,
// and `npm ci` then fails there or everywhere.
test("the lock file holds the optional packages of every platform", () => {
  const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
  );
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${path}/node_modules/${name}` in lock.packages) && !(`node_modules/${name}` in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
});
