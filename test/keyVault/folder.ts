import { createRequire } from "node:module";
import { join } from "node:path";
import { cacheFolder } from "../../provider-kit/cacheFolder.ts";

interface Manifest {
  readonly name: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const { name, peerDependencies }: Manifest = createRequire(import.meta.url)("../../package.json");

/** The oldest version that the project accepts. */
export const VERSION = peerDependencies["@pulumi/azure-native"]?.replace("^", "");

/** Where install.ts puts the package, outside of the program's folder. */
export const AZURE_NATIVE = join(cacheFolder(name), `azure-native-${VERSION}`);
