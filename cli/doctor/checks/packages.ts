import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";
import { listed, parseJson } from "../../shared/text.ts";
import type { Check } from "../check.ts";
import { bad, good, NotKnown } from "../model.ts";

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const INSTALL: readonly [lock: string, command: string][] = [
  ["package-lock.json", "npm ci"],
  ["pnpm-lock.yaml", "pnpm install --frozen-lockfile"],
  ["yarn.lock", "yarn install --frozen-lockfile"],
];

/** The npm packages of a program on Node.js. */
export const packages: Check = {
  group: "Project",
  name: "packages",
  async run(facts) {
    const { folder, runtime } = await facts.project();
    if (runtime !== "nodejs") return [];
    const manifest = join(folder, "package.json");
    const { data } = manifestSchema.safeParse(existsSync(manifest) ? parseJson(readFileSync(manifest, "utf8")) : {});
    if (data === undefined) throw new NotKnown(`${manifest} cannot be read.`);
    const names = Object.keys(data.dependencies);
    const missing = names.filter((name) => installedVersion(name, folder) === undefined);
    if (missing.length === 0) return [good(`All ${names.length} npm packages are installed.`)];
    const fix = INSTALL.find(([lock]) => existsSync(join(folder, lock)))?.[1] ?? "npm install";
    const which =
      missing.length > 3
        ? `${missing.length} npm packages are`
        : `${listed(missing)} ${missing.length === 1 ? "is" : "are"}`;
    return [bad(`${which} not installed.`, fix)];
  },
};

const versionSchema = z.object({ version: z.string() });

/** The version of an npm package that a program in the folder would load; undefined when there is none. */
export function installedVersion(name: string, folder: string): string | undefined {
  const paths = createRequire(join(folder, "package.json")).resolve.paths(name) ?? [];
  const manifest = paths.map((path) => join(path, name, "package.json")).find((path) => existsSync(path));
  if (manifest === undefined) return undefined;
  return versionSchema.safeParse(parseJson(readFileSync(manifest, "utf8"))).data?.version;
}
