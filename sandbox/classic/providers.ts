import { randomUUID } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Clock } from "../../provider-kit/clock.ts";

/** An integration as Gitpod keeps it. */
export interface StoredProvider {
  readonly id: string;
  readonly organizationId: string;
  readonly type: number;
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly verified: boolean;
  /** When it was made or last changed, in milliseconds since the Unix epoch. */
  readonly changedAt: number;
}

export type OAuthSettings = Pick<StoredProvider, "clientId" | "clientSecret" | "authorizationUrl" | "tokenUrl">;

export interface NewProvider extends OAuthSettings {
  readonly organizationId: string;
  readonly type: number;
  readonly host: string;
}

export type ProviderChange = { readonly [K in keyof OAuthSettings]?: string | undefined };

const AZURE_DEVOPS = 5;

/** The integrations of all organizations, with Gitpod's rules for changing them. */
export class Providers {
  readonly #stored = new Map<string, StoredProvider>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  list(organizationId?: string): readonly StoredProvider[] {
    const all = [...this.#stored.values()];
    return organizationId === undefined ? all : all.filter((provider) => provider.organizationId === organizationId);
  }

  get(id: string): StoredProvider | undefined {
    return this.#stored.get(id);
  }

  /** Removes an integration, as somebody at the dashboard would. */
  remove(id: string): boolean {
    return this.#stored.delete(id);
  }

  /** Changes an integration with no rule applied, for what happens outside of the program under test. */
  modify(id: string, change: Partial<Omit<StoredProvider, "id">>): StoredProvider {
    const provider = this.#stored.get(id);
    if (provider === undefined) throw new Error(`there is no provider ${id}`);
    return this.#store({ ...provider, ...change });
  }

  create(entry: NewProvider): StoredProvider {
    const wanted = entry.host.toLowerCase();
    if (this.list(entry.organizationId).some((provider) => provider.host === wanted)) {
      throw new ConnectError("Provider for this host already exists.", Code.AlreadyExists);
    }
    if (entry.type === AZURE_DEVOPS && (entry.authorizationUrl === "" || entry.tokenUrl === "")) {
      throw new ConnectError("authorizationUrl and tokenUrl are required.", Code.InvalidArgument);
    }
    return this.#store({ ...entry, id: randomUUID(), verified: false, changedAt: this.#clock.now() });
  }

  /** A value that is left out keeps what is stored, and all but a left out secret count as changed. */
  update(existing: StoredProvider, change: ProviderChange): StoredProvider {
    const changed =
      change.clientId !== existing.clientId ||
      change.authorizationUrl !== existing.authorizationUrl ||
      change.tokenUrl !== existing.tokenUrl ||
      (Boolean(change.clientSecret) && change.clientSecret !== existing.clientSecret);
    if (!changed) return existing;
    return this.#store({
      ...existing,
      clientId: change.clientId || existing.clientId,
      clientSecret: change.clientSecret || existing.clientSecret,
      authorizationUrl: change.authorizationUrl || existing.authorizationUrl,
      tokenUrl: change.tokenUrl || existing.tokenUrl,
      verified: false,
      changedAt: this.#clock.now(),
    });
  }

  #store(provider: StoredProvider): StoredProvider {
    this.#stored.set(provider.id, provider);
    return provider;
  }
}
