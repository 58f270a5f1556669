import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { errorMessage } from "../shared/errors.ts";
import { INSTALLED_VERSION } from "./versions.ts";

const [root, version] = process.argv.slice(2);
if (!root || version !== INSTALLED_VERSION) {
  throw new Error(`This installs Pulumi ${INSTALLED_VERSION} into the folder it is given.`);
}
try {
  // Without a version it takes the SDK's own, which is what INSTALLED_VERSION says.
  await PulumiCommand.install({ root });
} catch (error) {
  console.error(errorMessage(error));
  process.exitCode = 1;
}
