import type { z } from "zod";
import { type Config, configSchema, takesFromEnvironment } from "../../provider/config.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Name of a setting of the provider, without `gitpod:`. */
export type ProviderSetting = keyof Config;

export const PROVIDER_SETTINGS = Object.keys(configSchema.shape) as readonly ProviderSetting[];

/**
 * What the provider would take from the environment for a setting that the stack does not have, and from which variable.
 *
 * @param settings the stack's settings of the provider, without `gitpod:`
 */
export function fromEnvironment(
  name: ProviderSetting,
  settings: Readonly<Record<string, string>>,
  env: Environment,
): { readonly variable: string; readonly value: string } | undefined {
  // The engine gives the provider the stack's settings in this variable.
  const environment = { ...env, PULUMI_CONFIG: JSON.stringify(settings) };
  if (!takesFromEnvironment(name, settings, environment)) return undefined;
  for (const variable of [(configSchema.shape[name] as z.ZodType).meta()?.env ?? []].flat()) {
    const value = env[variable];
    if (value) return { variable, value };
  }
  return undefined;
}
