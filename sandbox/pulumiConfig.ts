import { delimiter } from "node:path";
import { SANDBOX } from "./constants.ts";
import type { AzureSandbox, EntraSandbox, GitpodSandbox, Sandbox } from "./index.ts";
import { type AzureadPlugin, STAND_INS } from "./stand-ins/azureadPlugin.ts";

export interface Clouds {
  readonly gitpod: GitpodSandbox;
  readonly entra: EntraSandbox;
  readonly azure: AzureSandbox;
  readonly azuread: AzureadPlugin;
}

type Pointers = Pick<
  Sandbox,
  "settings" | "keyVaultSettings" | "secretSettings" | "environment" | "workloadEnvironment"
>;

/** What to tell Pulumi, so that it finds the sandbox instead of the clouds. */
export function pointers(clouds: Clouds): Pointers {
  const { gitpod, entra, azure } = clouds;
  return {
    settings: () => ({
      "gitpod:host": gitpod.host,
      "gitpod:apiUrl": gitpod.apiUrl,
      "gitpod-azure-devops:organizationId": gitpod.organizationId,
      "gitpod-azure-devops:tenantId": entra.tenantId,
      "gitpod-azure-devops:authorityHost": entra.authorityHost,
      "azuread:tenantId": entra.tenantId,
      "azuread:metadataHost": new URL(entra.authorityHost).host,
    }),
    keyVaultSettings: () => ({
      "gitpod-azure-devops:keyVaultId": azure.vault.id,
      "azure-native:metadataHost": new URL(azure.origin).host,
      "azure-native:subscriptionId": azure.vault.subscriptionId,
    }),
    secretSettings: () => ({ "gitpod:token": gitpod.token }),
    environment: () => ({
      ...entraEnvironment(clouds),
      ARM_CLIENT_SECRET: SANDBOX.deployer.clientSecret,
      PATH: [...new Set([clouds.azuread.folder, STAND_INS]), process.env.PATH ?? ""].join(delimiter),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    }),
    workloadEnvironment: () => ({
      ARM_CLIENT_SECRET: "",
      ARM_USE_OIDC: "true",
      ARM_OIDC_TOKEN: entra.deployer.workloadToken(),
    }),
  };
}

/** How the azuread plugin signs in to the sandbox's Entra and to nothing else, and who trusts its certificate. */
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
