import { createRequire } from "node:module";

/**
 * Oldest Pulumi CLI that is taken from PATH. Native ES modules came with 3.183; of what lies between, nothing has been
 * tried with this project.
 */
export const MINIMUM_VERSION = "3.200.0";

/** What Pulumi's installer is asked for: the version of the SDK in use, as Pulumi releases both together. */
export const INSTALLED_VERSION = sdkVersion();

/** What is built from Go modules; `cli/pulumi/go/go.mod` pins it. Newer tags do not build as modules everywhere. */
export const BUILT_VERSION = "3.259.0";

/** Whether a version such as `v3.259.0` or `3.260.0-alpha.1` is at least `minimum`; a pre-release counts as its release. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [left, right] = [numbers(version), numbers(minimum)];
  if (!left || !right) {
    return false;
  }
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) {
      return value > other;
    }
  }
  return true;
}

function numbers(version: string): number[] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version.trim());
  return match?.slice(1, 4).map(Number);
}

function sdkVersion(): string {
  const manifest: { version: string } = createRequire(import.meta.url)("@pulumi/pulumi/package.json");
  return manifest.version;
}
