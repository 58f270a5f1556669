import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { metadata } from "../../provider/metadata.ts";
import { gitpodProvider } from "../../provider/provider.ts";
import { ROOT } from "./places.ts";

/** The part of a released package.json that says which plugin belongs to it. */
export interface Release {
  readonly name: string;
  readonly version: string;
  readonly pulumi: {
    readonly resource: true;
    readonly name: string;
    readonly version: string;
    readonly server: string;
  };
}

/** package.json of the repository. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}

export async function readPackageJson(): Promise<PackageJson> {
  return JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
}

/** What this checkout would be released as. */
export function releaseOf({ name, version }: PackageJson): Release {
  return {
    name,
    version,
    pulumi: { resource: true, name: gitpodProvider.name, version, server: metadata.pluginDownloadURL },
  };
}
