const KEY_VAULT_ID =
  /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/resourceGroups\/([^/]+)\/providers\/Microsoft\.KeyVault\/vaults\/([a-z][a-z0-9-]{1,22}[a-z0-9])$/i;

/** The parts of the resource id of a Key Vault. */
export interface KeyVaultParts {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly vaultName: string;
}

/** Whether a text is the resource id of a Key Vault. */
export function isKeyVaultId(text: string): boolean {
  return KEY_VAULT_ID.test(text);
}

/**
 * Splits the resource id of a Key Vault. Azure ignores its case.
 *
 * @throws Error when the text is not such an id
 */
export function keyVaultParts(keyVaultId: string): KeyVaultParts {
  const [, subscriptionId, resourceGroupName, vaultName] = KEY_VAULT_ID.exec(keyVaultId) ?? [];
  if (subscriptionId === undefined || resourceGroupName === undefined || vaultName === undefined) {
    throw new Error(`"${keyVaultId}" is not the resource id of a Key Vault`);
  }
  return { subscriptionId, resourceGroupName, vaultName };
}
