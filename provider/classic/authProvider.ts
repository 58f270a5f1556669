import { defineResource } from "../../provider-kit/resource.ts";
import { authProviderLifecycle } from "./lifecycle.ts";
import { changeWarning, previewOutputs, replacesIdentity } from "./mapping.ts";
import { inputSchema, outputSchema } from "./schema.ts";
import type { AuthProviderServices } from "./services.ts";

/** An organization's integration with Azure DevOps ("Git Providers" in its settings). */
export const authProvider = defineResource<AuthProviderServices, typeof inputSchema, typeof outputSchema>({
  token: "gitpod:index:AuthProvider",
  description:
    "An integration of a Gitpod organization with Azure DevOps, as under Organization Settings > Git Providers. Import it by its id.",
  inputs: inputSchema,
  outputs: outputSchema,
  preview: previewOutputs,
  warning: changeWarning,
  // Two integrations for one host of one organization cannot stand side by side. The engine does not ask on `--replace`:
  // the lifecycle copes with that.
  deleteBeforeReplace: (changed) => !replacesIdentity(changed),
  lifecycle: authProviderLifecycle,
});
