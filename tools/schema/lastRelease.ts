import { execFileSync } from "node:child_process";
import type { PackageSchema } from "../../provider-kit/packageSchema.ts";

export const SCHEMA_FILE = "provider/schema.json";

export interface Release {
  readonly tag: string;
  /** Undefined for a release that had no such file. */
  readonly schema: PackageSchema | undefined;
}

/** The newest release by its version, as the tags of a Git repository name it; undefined before the first one. */
export function lastRelease(repository: string): Release | undefined {
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: repository,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 2 ** 26,
    });
  const tags = git("tag", "--list", "v*", "--sort=-version:refname").split("\n");
  const tag = tags.find((each) => /^v\d+\.\d+\.\d+$/.test(each));
  if (tag === undefined) return undefined;
  const isThere = git("ls-tree", "--name-only", tag, "--", SCHEMA_FILE).trim() !== "";
  return { tag, schema: isThere ? JSON.parse(git("show", `${tag}:${SCHEMA_FILE}`)) : undefined };
}
