import * as pulumi from "@pulumi/pulumi";
import { isLoopback } from "../provider-kit/hosts.ts";
import { gitpodHost, onaHost } from "./providerSettings.ts";
import type { Settings } from "./settings.ts";

/** Says that a stack's Gitpod or Ona is on this machine: Pulumi.dev.yaml of the repository makes any stack called `dev` the sandbox's. */
export async function warnOfLoopback(settings: Settings): Promise<void> {
  const config = pulumi.runtime.allConfig();
  const platforms = new Set([settings.first, ...Object.values(settings.integrations)].map((each) => each?.platform));
  const hosts = [
    ...(platforms.has("classic") ? [gitpodHost(config, process.env)] : []),
    ...(platforms.has("ona") ? [onaHost(config, process.env)] : []),
  ].filter(isLoopback);
  if (hosts.length === 0) return;
  await pulumi.log.warn(
    `this stack talks to ${hosts.join(" and ")} on this machine, not to a real ${platforms.has("classic") ? "Gitpod installation" : "Ona"}. ` +
      "For your installation make another stack: npx gitpod-azure-devops setup --stack <name>. In a clone of the repository " +
      "call it anything but dev: Pulumi.dev.yaml has the settings of the sandbox",
  );
}
