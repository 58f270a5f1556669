import type { ProviderSetting } from "../../shared/providerSettings.ts";

/** Settings of a stack by full name; lists as JSON. An empty text counts as not set. */
export type Config = Readonly<Record<string, string>>;

/** A flag of the command line that only one platform has. */
export interface OwnFlag<Name extends string> {
  /** Its name in the code. */
  readonly name: Name;
  /** Its value, as the help shows it. */
  readonly value: string;
  readonly description: string;
  /** Full name of the setting that it gives; the place has none, because it has to be looked up. */
  readonly setting?: string;
  /** Sets the setting. */
  set?(config: Config, value: string): Config;
}

/** The settings and flags that only one platform has. */
export interface OwnSettings<Flag extends string> {
  /** Full names of the settings, in the order of the questions. */
  readonly keys: readonly string[];
  /** Those of the provider that the provider checks, not the stack's program. */
  readonly checkedByProvider: readonly ProviderSetting[];
  /** In the order of the help. */
  readonly flags: readonly OwnFlag<Flag>[];
}
