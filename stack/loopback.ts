import * as pulumi from "@pulumi/pulumi";
import { isLoopback } from "../provider-kit/hosts.ts";

/** Says that a stack's Gitpod is on this machine: Pulumi.dev.yaml of the repository makes any stack called `dev` the sandbox's. */
export async function warnOfLoopback(host: string): Promise<void> {
  if (!isLoopback(host)) return;
  await pulumi.log.warn(
    `this stack talks to ${host} on this machine, not to a real Gitpod installation. Pulumi.dev.yaml has the settings of the ` +
      "sandbox, and a stack called dev uses them. For your installation make a stack of another name: npm run setup",
  );
}
