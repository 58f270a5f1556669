import { execFileSync } from "node:child_process";
import type { PackageSchema } from "../../provider-kit/packageSchema.ts";

export const SCHEMA_FILE = "provider/schema.json";

export interface Release {
  readonly tag: string;
  /** Undefined for a release that had no such file. */
  readonly schema: PackageSchema | undefined;
}

/**
 * The newest release before the commit that is checked out, by the version in its tag. A tag of that commit itself is the
 * release that is being made. Undefined before the first one, and in a shallow clone, which may lack the tags.
 */
export function lastRelease(repository: string): Release | undefined {
  const git = (...args: string[]) => runGit(repository, args);
  const tags = git("tag", "--list", "v*", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname").split(
    "\n",
  );
  const tag = tags.find((each) => /^v\d+\.\d+\.\d+$/.test(each));
  if (tag === undefined) return undefined;
  const isThere = git("ls-tree", "--name-only", tag, "--", SCHEMA_FILE).trim() !== "";
  return { tag, schema: isThere ? JSON.parse(git("show", `${tag}:${SCHEMA_FILE}`)) : undefined };
}

export function isShallow(repository: string): boolean {
  return runGit(repository, ["rev-parse", "--is-shallow-repository"]).trim() === "true";
}

function runGit(repository: string, args: readonly string[]): string {
  const options = { cwd: repository, encoding: "utf8", stdio: "pipe", maxBuffer: 2 ** 26 } as const;
  return execFileSync("git", args, options);
}
