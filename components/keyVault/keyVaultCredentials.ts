import { Secret } from "@pulumi/azure-native/keyvault/secret.js";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../base/component.ts";
import { keyVaultParts } from "./keyVaultId.ts";

/** Inputs of {@link KeyVaultCredentials}. */
export interface KeyVaultCredentialsArgs {
  /**
   * Resource id of an existing vault:
   * `/subscriptions/<uuid>/resourceGroups/<name>/providers/Microsoft.KeyVault/vaults/<name>`. The `azure-native`
   * provider must use that subscription. Changing it moves the secrets to the other vault.
   */
  keyVaultId: string;
  /** Prefix of the names of the vault's secrets. Default `gitpod-azure-devops`. Changing it renames them. */
  secretPrefix?: string | undefined;
  /** Application (client) id of the app registration. */
  clientId: pulumi.Input<string>;
  /** Client secret of the app registration; always kept secret. */
  clientSecret: pulumi.Input<string>;
  /** OAuth 2.0 authorization endpoint. */
  authorizationUrl: pulumi.Input<string>;
  /** OAuth 2.0 token endpoint. */
  tokenUrl: pulumi.Input<string>;
  /** When the client secret ends (RFC 3339, UTC): the expiry of all four secrets. Default: none. */
  expiresAt?: pulumi.Input<string | undefined>;
}

/**
 * The credentials of an app registration as secrets of an Azure Key Vault, for other systems to read:
 * `<prefix>-client-id`, `<prefix>-client-secret`, `<prefix>-authorization-url` and `<prefix>-token-url`. A new value is
 * a new version of the same secret.
 */
export class KeyVaultCredentials extends Component {
  /** Address of each secret, without a version, by its name in the vault. */
  declare readonly secretUris: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: KeyVaultCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("gitpod-azure-devops:index:KeyVaultCredentials", name, opts);
    const { resourceGroupName, vaultName } = keyVaultParts(args.keyVaultId);
    const expires = pulumi.output(args.expiresAt).apply(unixSeconds);
    const secrets = Object.entries(valuesByName(args)).map(([suffix, value]) => {
      const secretName = `${args.secretPrefix ?? "gitpod-azure-devops"}-${suffix}`;
      const properties = { value, contentType: "text/plain", attributes: { enabled: true, expires } };
      const secret = new Secret(
        `${name}-${suffix}`,
        { resourceGroupName, vaultName, secretName, properties },
        { parent: this },
      );
      return [secretName, addressOf(secret)] as const;
    });
    this.setOutputs<KeyVaultCredentials>({ secretUris: pulumi.output(Object.fromEntries(secrets)) });
  }
}

/** The engine marks all properties secret because one of them, the value, is a secret. */
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
