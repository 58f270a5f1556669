import { z } from "zod";
import { redirectUriProblem } from "../../components/entra/problems.ts";
import { AZURE_DEVOPS_SERVICES, azureDevOpsHostProblem } from "../../platforms/azureDevOpsHost.ts";
import { CLASSIC } from "../../platforms/classic.ts";
import { type Problem, refuse } from "../../provider-kit/problem.ts";
import type { PlatformSettings } from "../platform.ts";
import { entryFields, uuid } from "../settingParts.ts";

const own = {
  organizationId: uuid()
    .optional()
    .meta({
      description:
        "With Gitpod Classic, organization that gets the integration. Required unless every integration is an entry of " +
        "integrations. Changing it replaces the integration.",
      example: "<uuid>",
    }),
  redirectUri: z
    .string()
    .check(refuse(redirectUriOfApp))
    .optional()
    .meta({
      description:
        "Redirect URI of the app for Gitpod Classic, on the platform Web. Unset: https://<gitpod:host>/auth/callback. With " +
        "Ona it is the runner's.",
      example: "https://<host>/auth/callback",
    }),
};

const entry = z.strictObject({
  platform: z.literal(CLASSIC.name),
  organizationId: uuid().optional(),
  ...entryFields(azureDevOpsHostProblem),
});

/** What the stack's settings need to know of Gitpod Classic. */
export const CLASSIC_SETTINGS = {
  platform: CLASSIC,
  placeName: "host and organization",
  own,
  instead: { issuerUrl: "Gitpod Classic has endpoints, which follow from authorityHost and tenantId" },
  entry: entry.transform(({ organizationId, ...fields }) => ({ place: organizationId, ...fields })),
  entryFields: Object.keys(entry.shape),
  hostProblem: azureDevOpsHostProblem,
  defaultHost: AZURE_DEVOPS_SERVICES,
  applicationName: "Gitpod",
  secretName: "Gitpod, managed by Pulumi",
  offlineAccess: true,
  installation: "Gitpod installation",
} as const satisfies PlatformSettings;

function redirectUriOfApp(value: string): Problem | undefined {
  return redirectUriProblem(value, CLASSIC.redirectUri(CLASSIC.exampleHost));
}
