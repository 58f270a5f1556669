import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

interface LockedPackage {
  readonly bin?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"),
);

// npm leaves out those that the registry at hand does not offer, or that an installed folder does not have,
// and `npm ci` then fails there or everywhere.
test("the lock file has the optional packages of every platform", () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${path}/node_modules/${name}` in lock.packages) && !(`node_modules/${name}` in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
});

// Alpine: the binary of the package `node` does not run there.
test("only an install script brings a Node.js, so that `npm ci --ignore-scripts` uses the system's", () => {
  expect(lock.packages["node_modules/node"]).toMatchObject({ bin: { node: "bin/node" }, hasInstallScript: true });
  const others = Object.entries(lock.packages).filter(([, { bin = {} }]) => "node" in bin);
  expect(others.map(([path]) => path)).toEqual(["node_modules/node"]);
});
