import { createRequire } from "node:module";

/** Oldest Pulumi CLI accepted from PATH. Native ES modules came with 3.183; the versions in between are untested. */
export const MINIMUM_VERSION = "3.200.0";

/** The version to install: that of the SDK, as Pulumi releases both together. */
export const INSTALLED_VERSION = sdkVersion();

/** The version to build, which `cli/pulumi/go/go.mod` pins. Newer tags do not build as modules everywhere. */
export const BUILT_VERSION = "3.259.0";

/** Compares versions such as `v3.259.0` or `3.260.0-alpha.1`. A pre-release counts as its release. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [left, right] = [numbers(version), numbers(minimum)];
  if (!left || !right) return false;
  const differences = left.map((value, index) => value - (right[index] ?? 0));
  return (differences.find((difference) => difference !== 0) ?? 0) >= 0;
}

function numbers(version: string): number[] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version.trim());
  return match?.slice(1, 4).map(Number);
}

function sdkVersion(): string {
  const manifest: { version: string } = createRequire(import.meta.url)("@pulumi/pulumi/package.json");
  return manifest.version;
}
