import { delimiter } from "node:path";
import { SANDBOX } from "./constants.ts";
import { STAND_INS } from "./stand-ins/azureadPlugin.ts";
import type { Settings } from "./start/platform.ts";
import { platformConfig } from "./start/platforms.ts";
import type { Clouds, PulumiConfig } from "./types.ts";

export function pulumiConfig(clouds: Clouds): PulumiConfig {
  const { azure } = clouds;
  return {
    ...platformConfig(clouds, entraSettings(clouds)),
    keyVaultSettings: () => ({
      "gitpod-azure-devops:keyVaultId": azure.vault.id,
      "azure-native:metadataHost": new URL(azure.origin).host,
      "azure-native:subscriptionId": azure.vault.subscriptionId,
    }),
    environment: () => ({
      ...entraEnvironment(clouds),
      ARM_CLIENT_SECRET: SANDBOX.deployer.clientSecret,
      PATH: [...new Set([clouds.azuread.folder, STAND_INS]), process.env.PATH ?? ""].join(delimiter),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    }),
    workloadEnvironment: () => ({
      ARM_CLIENT_SECRET: "",
      ARM_USE_OIDC: "true",
      ARM_OIDC_TOKEN: clouds.entra.deployer.workloadToken(),
    }),
  };
}

function entraSettings({ entra }: Clouds): Settings {
  return {
    "gitpod-azure-devops:tenantId": entra.tenantId,
    "gitpod-azure-devops:authorityHost": entra.authorityHost,
    "azuread:tenantId": entra.tenantId,
    "azuread:metadataHost": new URL(entra.authorityHost).host,
  };
}

/** The same settings for a copy of this project with another name: Pulumi adds it where a namespace is missing. */
export function inAnyProject(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key.replace(/^gitpod-azure-devops:/, ""), value]),
  );
}

/** Makes the azuread plugin sign in to the sandbox's Entra only, and trust its certificate. */
function entraEnvironment({ entra }: Clouds): Record<string, string> {
  return {
    ARM_METADATA_HOSTNAME: new URL(entra.authorityHost).host,
    ARM_CLIENT_ID: entra.deployer.clientId,
    ARM_USE_CLI: "false",
    ARM_USE_MSI: "false",
    ARM_USE_OIDC: "false",
    ARM_ENVIRONMENT: "public",
    SSL_CERT_FILE: entra.authorityFile,
    NODE_EXTRA_CA_CERTS: entra.authorityFile,
  };
}
