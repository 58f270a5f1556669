import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import packageJson from "../../package.json" with { type: "json" };
import { cacheFolder } from "../../provider-kit/cacheFolder.ts";
import { cachedRoot } from "../pulumi/cache.ts";
import { BUILT_VERSION, INSTALLED_VERSION } from "../pulumi/versions.ts";

const run = promisify(execFile);
/** Somebody has pressed Tab and waits. */
const TIME_LIMIT = 3_000;
const stacksSchema = z.array(z.object({ name: z.string() }));

/**
 * Names of the stacks of the project in a folder; empty where they cannot be had. Installs no CLI, and does not load Pulumi's
 * SDK, because that takes longer than all the rest.
 */
export async function stackNames(cwd: string): Promise<readonly string[]> {
  const cache = cacheFolder(packageJson.name);
  const cached = [INSTALLED_VERSION, BUILT_VERSION].map((version) => join(cachedRoot(version, cache), "bin", "pulumi"));
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  for (const command of ["pulumi", ...cached]) {
    try {
      const args = ["stack", "ls", "--json", "--non-interactive"];
      const { stdout } = await run(command, args, { cwd, env, timeout: TIME_LIMIT });
      return stacksSchema.parse(JSON.parse(stdout)).map(({ name }) => name);
    } catch {
      // Not this CLI, no project, no sign-in, or no network: no names.
    }
  }
  return [];
}
