import packageJson from "../package.json" with { type: "json" };
import type { ProviderDefinition } from "../provider-kit/resource.ts";
import { configSchema, newAddressWarning, takesFromEnvironment } from "./config.ts";
import { shareVerdicts } from "./entra/shareVerdicts.ts";
import { tryCredentials } from "./entra/tokenEndpoint.ts";
import { metadata } from "./metadata.ts";
import { connectPlatforms, PROVIDER_PLATFORMS, type Services } from "./platforms.ts";
import { rotation } from "./rotation/rotation.ts";
import { getTokenProblems } from "./tokenProblems.ts";

/** The `gitpod` provider: integrations with Azure DevOps on every platform, and the age of the secrets they hold. */
export const gitpodProvider: ProviderDefinition<typeof configSchema, Services> = {
  name: "gitpod",
  version: packageJson.version,
  displayName: "Gitpod",
  description: "Integrations of Gitpod Classic and Ona with Azure DevOps.",
  metadata,
  config: configSchema,
  configWarning: newAddressWarning,
  takesFromEnvironment,
  connect: (config, earlier) => connectPlatforms({ config, earlier, tryCredentials: shareVerdicts(tryCredentials) }),
  resources: [...PROVIDER_PLATFORMS.flatMap(({ resources }) => resources), rotation],
  components: async () => (await import("./components/index.ts")).components,
  functions: [...PROVIDER_PLATFORMS.flatMap(({ functions }) => functions), getTokenProblems],
  schema: async () => (await import("./schema.json", { with: { type: "json" } })).default,
};
