import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import { promisify } from "node:util";
import packageJson from "../../../package.json" with { type: "json" };
import { isAtLeast } from "../../pulumi/versions.ts";
import type { Check } from "../check.ts";
import { shellPath } from "../executables.ts";
import { bad, good } from "../model.ts";

const run = promisify(execFile);
const MINIMUM = packageJson.engines.node.replace(/^>=/, "");

/** The `node` that a shell finds, which starts the plugin and the program in `pulumi up`. */
export const node: Check = {
  group: "Machine",
  name: "node",
  async run({ env }) {
    const version = await run("node", ["--version"], { env: { ...env, PATH: shellPath(env).join(delimiter) } }).then(
      ({ stdout }) => stdout.trim().replace(/^v/, ""),
      () => undefined,
    );
    const needed = `${MINIMUM} or newer is needed`;
    const fix = "install a current Node.js from https://nodejs.org";
    if (version === undefined) return [bad(`There is no node on PATH, which starts the plugin: ${needed}.`, fix)];
    if (!isAtLeast(version, `${MINIMUM}.0.0`.split(".").slice(0, 3).join(".")))
      return [bad(`The node on PATH is ${version}: ${needed}.`, fix)];
    return [good(`Node.js ${version} is on PATH.`)];
  },
};
