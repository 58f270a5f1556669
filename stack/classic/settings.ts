import { z } from "zod";
import { AZURE_DEVOPS_SERVICES, azureDevOpsHostProblem } from "../../platforms/azureDevOpsHost.ts";
import { CLASSIC } from "../../platforms/classic.ts";
import type { CommonSettings, PlatformSettings, StackWide } from "../platformSettings.ts";
import { entryFields, uuid } from "../settingParts.ts";

/** An entry of `integrations` for Gitpod Classic. */
export const classicEntry = z.strictObject({
  platform: z.literal(CLASSIC.name),
  organizationId: uuid().optional(),
  ...entryFields(azureDevOpsHostProblem),
});

/** An integration of Gitpod Classic. */
export interface ClassicSettings extends CommonSettings {
  readonly platform: typeof CLASSIC.name;
  readonly organizationId: string;
  readonly providerHost: string;
}

/** What the stack's settings need to know of Gitpod Classic. */
export const CLASSIC_SETTINGS = {
  platform: CLASSIC,
  placeName: "host and organization",
  own: ["organizationId", "redirectUri"],
  foreign: {
    runnerId: "is a setting of Ona, and the platform is classic: Gitpod Classic has organizationId",
    issuerUrl: "is a setting of Ona; Gitpod Classic has endpoints, which follow from authorityHost and tenantId",
  },
  hostProblem: azureDevOpsHostProblem,
  applicationName: "Gitpod",
  secretName: "Gitpod, managed by Pulumi",
} as const satisfies PlatformSettings;

/** Fills in what an entry leaves out; without an organization, that stays empty. */
export function completeClassic(
  { organizationId, providerHost }: z.output<typeof classicEntry>,
  stack: StackWide,
  common: CommonSettings,
): ClassicSettings {
  return {
    platform: CLASSIC.name,
    organizationId: organizationId ?? stack.organizationId ?? "",
    providerHost: providerHost ?? stack.providerHost ?? AZURE_DEVOPS_SERVICES,
    ...common,
  };
}
