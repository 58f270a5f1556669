import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { cacheFolder } from "../../provider-kit/cacheFolder.ts";

/** The oldest version that the project accepts, whatever a copy of the project has added since. */
export const VERSION = "3.28.0";

/** Where install.ts puts the package, outside of the program's folder. */
export const AZURE_NATIVE = join(cacheFolder(packageJson.name), `azure-native-${VERSION}`);
