import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { type Config, configSchema } from "../../provider/config.ts";
import { configOf, decrypted } from "../pulumi/workspace.ts";
import { fromEnvironment, PROVIDER_SETTINGS } from "./providerSettings.ts";

/**
 * The settings `gitpod:*` of a stack, else those of the environment, as the provider plugin reads them. Decrypts no other
 * secret.
 *
 * @throws an error that names each wrong setting
 */
export async function gitpodSettings(workspace: LocalWorkspace, stack: string): Promise<Config> {
  const stored = await configOf(workspace, stack);
  const given: Record<string, string> = {};
  for (const name of PROVIDER_SETTINGS) {
    const setting = stored[`gitpod:${name}`];
    const value = setting?.secret ? await decrypted(workspace, stack, `gitpod:${name}`) : setting?.value;
    if (value) given[name] = value;
  }
  const added = PROVIDER_SETTINGS.flatMap((name) => {
    const found = given[name] === undefined ? fromEnvironment(name, given, process.env) : undefined;
    return found === undefined ? [] : [[name, found.value]];
  });
  return checked({ ...given, ...Object.fromEntries(added) }, stack);
}

function checked(given: Readonly<Record<string, string>>, stack: string): Config {
  const { data: config, error } = configSchema.safeParse(given);
  if (config !== undefined) return config;
  const problems = error.issues.map(({ path, message }) => `gitpod:${path.join(".")} ${message}`);
  throw new Error(`settings of the stack ${stack} are wrong: ${problems.join("; ")}`);
}
