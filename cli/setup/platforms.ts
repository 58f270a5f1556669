import { CLASSIC } from "../../platforms/classic.ts";
import type { PlatformName } from "../../platforms/index.ts";
import { platformOf } from "../../stack/integrationsSetting.ts";
import { UsageError } from "../shared/commandLine.ts";
import { classicSetup } from "./classic.ts";
import { type Flags, typed } from "./flags.ts";
import { onaSetup } from "./ona.ts";
import type { PlatformSetup } from "./platform.ts";
import { type Config, PLATFORM } from "./settings.ts";

/** The setups by the platform's name. */
export const SETUPS: Readonly<Record<PlatformName, PlatformSetup>> = { classic: classicSetup, ona: onaSetup };

/** The setup of a stack's platform. */
export function setupOf(config: Config): PlatformSetup {
  return SETUPS[platformOf({ platform: config[PLATFORM] || CLASSIC.name })];
}

/** @throws UsageError when a flag belongs to another platform than the stack's */
export function refuseForeignFlags(setup: PlatformSetup, flags: Flags): void {
  const foreign = Object.values(SETUPS)
    .filter(({ name }) => name !== setup.name)
    .flatMap(({ name, flags: own }) => own.filter((flag) => flags[flag] !== undefined).map((flag) => ({ name, flag })));
  if (foreign.length === 0) return;
  const lines = foreign.map(
    ({ name, flag }) =>
      `${typed(flag)} belongs to the platform ${name}, and the stack's is ${setup.name}: leave it out, or add --platform ${name}`,
  );
  throw new UsageError(lines.join("\n       "));
}
