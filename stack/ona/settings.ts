import { z } from "zod";
import { ONA, scmHostProblem } from "../../platforms/ona.ts";
import { urlProblem } from "../../provider-kit/hosts.ts";
import { refuse } from "../../provider-kit/problem.ts";
import type { PlatformSettings } from "../platform.ts";
import { entryFields, uuid } from "../settingParts.ts";

const issuer = z
  .string("must be a URL")
  .check(refuse((url) => urlProblem(url, "https://login.microsoftonline.com/<tenant>/v2.0")));

const own = {
  runnerId: uuid()
    .optional()
    .meta({
      description:
        "With Ona, runner that gets the integration. Required unless every integration is an entry of integrations. " +
        "Changing it replaces the integration, which deletes the sign-ins of all people who use it.",
      example: "<uuid>",
    }),
  issuerUrl: issuer.optional().meta({
    description:
      "With Ona, issuer of the tenant's tokens. Unset: <authorityHost>/<tenantId>/v2.0. Changing it updates the " +
      "integration, and people connect again.",
    example: "https://login.microsoftonline.com/<tenant>/v2.0",
  }),
};

const entry = z.strictObject({
  platform: z.literal(ONA.name),
  runnerId: uuid().optional(),
  issuerUrl: issuer.optional(),
  ...entryFields(scmHostProblem),
});

/** What the stack's settings need to know of Ona. */
export const ONA_SETTINGS = {
  platform: ONA,
  placeName: "host and runner",
  own,
  instead: { redirectUri: "with Ona, the redirect URI is the runner's" },
  entry: entry.transform(({ runnerId, ...fields }) => ({ place: runnerId, ...fields })),
  entryFields: Object.keys(entry.shape),
  hostProblem: scmHostProblem,
  // What the runner says.
  defaultHost: undefined,
  applicationName: "Ona",
  secretName: "Managed by Pulumi",
  offlineAccess: false,
  installation: "Ona",
} as const satisfies PlatformSettings;
