import type { z } from "zod";
import { type Config, configSchema, takesFromEnvironment } from "../../provider/config.ts";

type Texts = Readonly<Record<string, string | undefined>>;

/** Name of a setting of the provider, without `gitpod:`. */
export type ProviderSetting = keyof Config;

export const PROVIDER_SETTINGS = Object.keys(configSchema.shape) as readonly ProviderSetting[];

/**
 * What the provider would take from the environment for a setting that the stack does not have.
 *
 * @param settings the stack's settings of the provider, by the names that the provider gives them
 */
export function fromEnvironment(name: ProviderSetting, settings: Texts, env: Texts): string | undefined {
  // The engine gives the provider the stack's settings in this variable.
  const environment = { ...env, PULUMI_CONFIG: JSON.stringify(settings) };
  if (!takesFromEnvironment(name, settings, environment)) return undefined;
  const { env: variables = [] } = (configSchema.shape[name] as z.ZodType).meta() ?? {};
  return [variables]
    .flat()
    .map((variable) => env[String(variable)])
    .find((value) => value);
}
