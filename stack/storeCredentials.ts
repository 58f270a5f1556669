import * as pulumi from "@pulumi/pulumi";
import type { EntraApplication } from "../components/entra/entraApplication.ts";
import { KeyVaultCredentials } from "../components/keyVault/keyVaultCredentials.ts";
import { NAME } from "./integrationsSetting.ts";
import type { StackIntegrations } from "./resources/integrations.ts";

/**
 * Stores the credentials of each app registration of a stack in a Key Vault: of the shared one under the prefix, of the
 * others under prefix and name. Gitpod comes first, so that a vault never has credentials that Gitpod did not accept.
 *
 * @returns address of each secret, by its name in the vault
 */
export function storeCredentials(
  keyVaultId: string,
  secretPrefix: string,
  { application, first, named }: StackIntegrations,
) {
  const all = [...(first ? [first] : []), ...Object.values(named)];
  const store = (suffix: string, app: EntraApplication) => {
    const { clientId, clientSecret, authorizationUrl, tokenUrl, secretExpiresAt: expiresAt } = app;
    const credentials = { clientId, clientSecret, authorizationUrl, tokenUrl, expiresAt };
    const dependsOn = all.filter(({ application }) => application === app).map(({ component }) => component);
    const args = { keyVaultId, secretPrefix: `${secretPrefix}${suffix}`, ...credentials };
    return new KeyVaultCredentials(`${NAME}${suffix}-key-vault`, args, { dependsOn }).secretUris;
  };
  const own = Object.entries(named).filter(([, integration]) => integration.application !== application);
  const uris = [
    ...(application ? [store("", application)] : []),
    ...own.map(([name, integration]) => store(`-${name}`, integration.application)),
  ];
  return pulumi.all(uris).apply((parts): Readonly<Record<string, string>> => Object.assign({}, ...parts));
}
