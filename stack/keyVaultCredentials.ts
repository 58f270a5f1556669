import { Secret } from "@pulumi/azure-native/keyvault/secret.js";
import * as pulumi from "@pulumi/pulumi";
import type { EntraApplication } from "../components/entra/entraApplication.ts";
import { keyVaultParts } from "../components/keyVault/keyVaultId.ts";
import { NAME } from "./integrationsSetting.ts";
import type { StackIntegrations } from "./registerIntegrations.ts";

/** Inputs of {@link KeyVaultCredentials}. */
export interface KeyVaultCredentialsArgs {
  /**
   * Resource id of an existing vault:
   * `/subscriptions/<uuid>/resourceGroups/<name>/providers/Microsoft.KeyVault/vaults/<name>`. The `azure-native`
   * provider has to use that subscription. Changing it writes to the other vault and deletes from this one.
   */
  keyVaultId: string;
  /** What the names of the vault's secrets begin with. Default `gitpod-azure-devops`. Changing it renames them. */
  secretPrefix?: string | undefined;
  /** Application (client) id of the app registration. */
  clientId: pulumi.Input<string>;
  /** Client secret of the app registration; always kept secret. */
  clientSecret: pulumi.Input<string>;
  /** OAuth 2.0 authorization endpoint. */
  authorizationUrl: pulumi.Input<string>;
  /** OAuth 2.0 token endpoint. */
  tokenUrl: pulumi.Input<string>;
  /** When the client secret ends (RFC 3339, UTC): the expiry of all four. Default: none. */
  expiresAt?: pulumi.Input<string | undefined>;
}

/**
 * The credentials of an app registration as secrets of an Azure Key Vault, for other systems to read:
 * `<prefix>-client-id`, `<prefix>-client-secret`, `<prefix>-authorization-url` and `<prefix>-token-url`. A new value is
 * a new version of the same secret.
 */
export class KeyVaultCredentials extends pulumi.ComponentResource {
  /** Where each of the secrets is read, without a version, by its name in the vault. */
  readonly secretUris: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: KeyVaultCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gitpod-azure-devops:index:KeyVaultCredentials", name, {}, opts);
    const expires = pulumi.output(args.expiresAt).apply(unixSeconds);
    const secrets = Object.entries(valuesByName(args)).map(([suffix, value]) => {
      const secretName = `${args.secretPrefix ?? "gitpod-azure-devops"}-${suffix}`;
      const { resourceGroupName, vaultName } = keyVaultParts(args.keyVaultId);
      const properties = { value, contentType: "text/plain", attributes: { enabled: true, expires } };
      const secret = new Secret(
        `${name}-${suffix}`,
        { resourceGroupName, vaultName, secretName, properties },
        { parent: this },
      );
      return [secretName, addressOf(secret)] as const;
    });
    this.secretUris = pulumi.output(Object.fromEntries(secrets));
    this.registerOutputs({ secretUris: this.secretUris });
  }
}

/**
 * Stores the credentials of each app registration of a stack: of the shared one by the prefix, of the others by prefix
 * and name. A vault is told after Gitpod, so that it never holds credentials that Gitpod was refused.
 *
 * @returns where each secret is read, by its name in the vault
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
    const dependsOn = all.filter((integration) => integration.application === app);
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

/** The engine holds all properties secret because one of them, the value, went in as a secret. */
function addressOf(secret: Secret): pulumi.Output<string> {
  return pulumi.unsecret(secret.properties.apply(({ secretUri }) => secretUri));
}

function valuesByName(args: KeyVaultCredentialsArgs): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    "client-id": args.clientId,
    "client-secret": pulumi.secret(args.clientSecret),
    "authorization-url": args.authorizationUrl,
    "token-url": args.tokenUrl,
  };
}

function unixSeconds(timestamp: string | undefined): number | undefined {
  return timestamp === undefined ? undefined : Math.floor(Date.parse(timestamp) / 1000);
}
