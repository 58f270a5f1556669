import { z } from "zod";
import { ONA, scmHostProblem } from "../../platforms/ona.ts";
import type { CommonSettings, PlatformSettings, StackWide } from "../platformSettings.ts";
import { entryFields, issuerUrl, uuid } from "../settingParts.ts";

/** An entry of `integrations` for Ona. */
export const onaEntry = z.strictObject({
  platform: z.literal(ONA.name),
  runnerId: uuid().optional(),
  issuerUrl: issuerUrl().optional(),
  ...entryFields(scmHostProblem),
});

/** An integration of a runner of Ona. */
export interface OnaSettings extends CommonSettings {
  readonly platform: typeof ONA.name;
  readonly runnerId: string;
  /** Undefined: what the runner says. */
  readonly providerHost: string | undefined;
  /** Undefined: that of the tenant. */
  readonly issuerUrl: string | undefined;
}

/** What the stack's settings need to know of Ona. */
export const ONA_SETTINGS = {
  platform: ONA,
  placeName: "host and runner",
  own: ["runnerId", "issuerUrl"],
  foreign: {
    organizationId: "is a setting of Gitpod Classic, and the platform is ona: Ona has runnerId",
    redirectUri: "is a setting of Gitpod Classic; with Ona, the redirect URI is the runner's",
  },
  hostProblem: scmHostProblem,
  applicationName: "Ona",
  secretName: "Managed by Pulumi",
} as const satisfies PlatformSettings;

/** Fills in what an entry leaves out; without a runner, that stays empty. */
export function completeOna(
  { runnerId, providerHost, issuerUrl }: z.output<typeof onaEntry>,
  stack: StackWide,
  common: CommonSettings,
): OnaSettings {
  return {
    platform: ONA.name,
    runnerId: runnerId ?? stack.runnerId ?? "",
    providerHost: providerHost ?? stack.providerHost,
    issuerUrl: issuerUrl ?? stack.issuerUrl,
    ...common,
  };
}
