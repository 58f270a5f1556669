import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import type { z } from "zod";
import { gitpodOrigin } from "../../platforms/classic.ts";
import { ConnectIntegrationApi } from "../../provider/classic/connectIntegrationApi.ts";
import { apiBaseUrl, classicHost, configSchema } from "../../provider/config.ts";
import { Retry } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { configOf, decrypted } from "../pulumi/workspace.ts";

/**
 * Access to a stack's Gitpod installation, and its host as in its URLs. Reads the settings `gitpod:*` of the stack, else
 * the environment, like the provider plugin. Decrypts no other secret.
 *
 * @throws an error that names each wrong setting
 */
export async function gitpodAccess(workspace: LocalWorkspace, stack: string) {
  const settings = await configOf(workspace, stack);
  const given: Record<string, string> = {};
  for (const [name, property] of Object.entries(configSchema.shape)) {
    const setting = settings[`gitpod:${name}`];
    const value = setting?.secret ? await decrypted(workspace, stack, `gitpod:${name}`) : setting?.value;
    const variables = [(property as z.ZodType).meta()?.env ?? []].flat();
    const found = value ?? variables.map((variable) => process.env[variable]).find((each) => each);
    if (found !== undefined && found !== "") given[name] = found;
  }
  return access(given, stack);
}

function access(given: Record<string, string>, stack: string) {
  const { data: config, error } = configSchema.safeParse(given);
  if (config === undefined) {
    const problems = error.issues.map(({ path, message }) => `gitpod:${path.join(".")} ${message}`);
    throw new Error(`settings of the stack ${stack} are wrong: ${problems.join("; ")}`);
  }
  const retry = new Retry({ clock: systemClock, random: Math.random, maxRetries: config.maxRetries });
  const requestTimeout = config.requestTimeoutSeconds * 1000;
  const api = new ConnectIntegrationApi({ baseUrl: apiBaseUrl(config), token: config.token, requestTimeout, retry });
  return { host: new URL(gitpodOrigin(classicHost(config))).host, api };
}
