import type { PlatformName } from "../../platforms/index.ts";
import type { Config } from "../../provider/config.ts";
import type { Integration } from "../engine/stackExport.ts";
import type { Named } from "../places/label.ts";
import { classicActivation } from "./classic.ts";
import { onaActivation } from "./ona.ts";
import type { Activation } from "./platform.ts";

type Open = (integration: Named<Integration>, config: Config, stack: string) => Activation;

/** @throws an error when the integration is not where the settings say */
export const ACTIVATIONS: Readonly<Record<PlatformName, Open>> = { classic: classicActivation, ona: onaActivation };
