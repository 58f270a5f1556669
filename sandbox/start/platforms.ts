import {
  type ClassicCloud,
  type ClassicConfig,
  type ClassicOptions,
  classicConfig,
  startClassic,
} from "../classic/sandbox.ts";
import { type OnaCloud, type OnaConfig, type OnaOptions, onaConfig, startOna } from "../ona/sandbox.ts";
import type { Settings, Start } from "./platform.ts";

export type { Organization } from "../classic/installation.ts";
export type { StoredIntegration } from "../classic/integrations.ts";
export type { Runner } from "../ona/runners.ts";
export type { StoredScmIntegration } from "../ona/scmIntegrations.ts";

export interface PlatformOptions extends ClassicOptions, OnaOptions {}

export interface PlatformClouds extends ClassicCloud, OnaCloud {}

export interface PlatformConfig extends ClassicConfig, OnaConfig {}

/** Starts one platform after the other. */
export async function startPlatforms(start: Start<PlatformOptions>): Promise<PlatformClouds> {
  return { ...(await startClassic(start)), ...(await startOna(start)) };
}

/** @param shared what a stack of any platform has */
export function platformConfig(clouds: PlatformClouds, shared: Settings): PlatformConfig {
  return { ...classicConfig(clouds, shared), ...onaConfig(clouds, shared) };
}
