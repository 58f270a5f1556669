import * as pulumi from "@pulumi/pulumi";
import { isLoopback } from "../provider-kit/hosts.ts";
import { PLATFORM_SETTINGS } from "./platforms.ts";
import { hostOfPlatform } from "./providerSettings.ts";
import type { Settings } from "./settings.ts";

/** Says that a stack's Gitpod or Ona is on this machine: Pulumi.dev.yaml of the repository makes any stack called `dev` the sandbox's. */
export async function warnOfLoopback(settings: Settings): Promise<void> {
  const config = pulumi.runtime.allConfig();
  const integrations = [settings.first, ...Object.values(settings.integrations)];
  const used = Object.values(PLATFORM_SETTINGS).filter((each) =>
    integrations.some((integration) => integration?.platform === each.platform.name),
  );
  const hosts = used.map(({ platform }) => hostOfPlatform(platform, config, process.env)).filter(isLoopback);
  if (hosts.length === 0) return;
  await pulumi.log.warn(
    `this stack talks to ${hosts.join(" and ")} on this machine, not to a real ${used[0]?.installation}. ` +
      "For your installation make another stack: npx gitpod-azure-devops setup --stack <name>. In a clone of the repository " +
      "call it anything but dev: Pulumi.dev.yaml has the settings of the sandbox",
  );
}
