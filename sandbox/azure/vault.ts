import { randomUUID } from "node:crypto";

/** The current version of a secret. */
export interface VaultSecret {
  readonly name: string;
  readonly value: string;
  readonly contentType: string | undefined;
  /** Seconds since the Unix epoch. */
  readonly expires: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Changes with each value. */
  readonly version: string;
}

/** An Azure Key Vault: its secrets, and the deleted ones that can be recovered. */
export class Vault {
  readonly subscriptionId = randomUUID();
  /** The value of the setting `keyVaultId`. */
  readonly id =
    `/subscriptions/${this.subscriptionId}/resourceGroups/sandbox/providers/Microsoft.KeyVault/vaults/sandbox-vault`;
  readonly #secrets = new Map<string, VaultSecret>();
  readonly #deleted = new Map<string, VaultSecret>();

  list(): readonly VaultSecret[] {
    return [...this.#secrets.values()];
  }

  get(name: string): VaultSecret | undefined {
    return this.#secrets.get(name.toLowerCase());
  }

  isDeleted(name: string): boolean {
    return this.#deleted.has(name.toLowerCase());
  }

  put(secret: Omit<VaultSecret, "version">): VaultSecret {
    const stored = { ...secret, version: randomUUID().replaceAll("-", "") };
    this.#secrets.set(secret.name.toLowerCase(), stored);
    return stored;
  }

  /** Deletes a secret so that it can be recovered, as every vault does. */
  delete(name: string): boolean {
    return move(this.#secrets, this.#deleted, name);
  }

  recover(name: string): boolean {
    return move(this.#deleted, this.#secrets, name);
  }
}

function move(from: Map<string, VaultSecret>, to: Map<string, VaultSecret>, name: string): boolean {
  const secret = from.get(name.toLowerCase());
  if (secret === undefined) return false;
  from.delete(name.toLowerCase());
  to.set(name.toLowerCase(), secret);
  return true;
}
