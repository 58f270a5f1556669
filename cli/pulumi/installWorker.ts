import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { errorMessage } from "../../provider-kit/errors.ts";
import { INSTALLED_VERSION } from "./versions.ts";

const [root, version] = process.argv.slice(2);
if (!root || version !== INSTALLED_VERSION) throw new Error(`Usage: installWorker.ts <folder> ${INSTALLED_VERSION}`);
try {
  // Without a version it installs the SDK's own, which is INSTALLED_VERSION.
  await PulumiCommand.install({ root });
} catch (error) {
  console.error(errorMessage(error));
  process.exitCode = 1;
}
