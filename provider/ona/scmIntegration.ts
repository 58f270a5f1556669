import { ONA } from "../../platforms/ona.ts";
import { defineResource } from "../../provider-kit/resource.ts";
import { ScmIntegrationLifecycle } from "./lifecycle.ts";
import { existingScmIntegrations } from "./lookups.ts";
import { changeWarning, previewOutputs } from "./mapping.ts";
import { inputSchema, outputSchema } from "./schema.ts";
import type { OnaServices } from "./services.ts";

/** A runner's integration with Azure DevOps. */
export const scmIntegration = defineResource<{ readonly ona: OnaServices }, typeof inputSchema, typeof outputSchema>({
  token: ONA.integrationType,
  description:
    "An integration of an Ona runner with Azure DevOps, as on the runner's page under Repository access. Import it by its id. Deleting it deletes the sign-ins of all people who use it.",
  inputs: inputSchema,
  outputs: outputSchema,
  preview: previewOutputs,
  warning: changeWarning,
  list: existingScmIntegrations,
  lifecycle: ({ ona }) => new ScmIntegrationLifecycle(ona),
});
