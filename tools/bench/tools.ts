import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type AzureadPlugin, describeAzuread, findAzureadPlugin } from "../../sandbox/stand-ins/azureadPlugin.ts";

/** Pulumi's own programs where this machine has them on PATH, else our stand-ins in Node. */
export interface Tools {
  /** Folder of Pulumi's Node language host; undefined where the stand-in replaces it. */
  readonly languageHost: string | undefined;
  /** Whether Pulumi's YAML host is there, which has no stand-in. */
  readonly yaml: boolean;
  readonly azuread: AzureadPlugin;
}

export async function findTools(): Promise<Tools> {
  const [languageHost, yaml] = await Promise.all(["pulumi-language-nodejs", "pulumi-language-yaml"].map(folderOf));
  return { languageHost, yaml: yaml !== undefined, azuread: await findAzureadPlugin() };
}

/** For people who read the figures. */
export function describeTools(pulumi: string, { languageHost, azuread }: Tools): string {
  const host =
    languageHost === undefined ? "a stand-in in Node for its Node language host" : "its own Node language host";
  return `Pulumi ${pulumi}, ${host}, and ${describeAzuread(azuread)}`;
}

async function folderOf(executable: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const found = await access(join(folder, executable), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return folder;
  }
  return undefined;
}
