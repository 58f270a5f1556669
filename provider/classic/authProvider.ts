import { CLASSIC } from "../../platforms/classic.ts";
import { defineResource } from "../../provider-kit/resource.ts";
import { IntegrationLifecycle } from "./lifecycle.ts";
import { existingIntegrations } from "./lookups.ts";
import { changeWarning, previewOutputs, replacesIdentity } from "./mapping.ts";
import { inputSchema, outputSchema } from "./schema.ts";
import type { IntegrationServices } from "./services.ts";

/** An organization's integration with Azure DevOps ("Git Providers" in its settings). */
export const authProvider = defineResource<
  { readonly classic: IntegrationServices },
  typeof inputSchema,
  typeof outputSchema
>({
  token: CLASSIC.integrationType,
  description:
    "An integration of a Gitpod organization with Azure DevOps, as under Organization Settings > Git Providers. Import it by its id.",
  inputs: inputSchema,
  outputs: outputSchema,
  preview: previewOutputs,
  warning: changeWarning,
  // An organization cannot have two integrations for one host. The engine does not ask on `--replace`; create copes with it.
  deleteBeforeReplace: (changed) => !replacesIdentity(changed),
  list: existingIntegrations,
  lifecycle: ({ classic }) => new IntegrationLifecycle(classic),
});
