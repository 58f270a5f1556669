import { randomUUID } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import type { Clock } from "../../provider-kit/clock.ts";

/** An integration as Gitpod stores it. */
export interface StoredIntegration {
  readonly id: string;
  readonly organizationId: string;
  readonly type: number;
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly verified: boolean;
  /** When it was created or last changed, in milliseconds since the Unix epoch. */
  readonly changedAt: number;
}

export type NewIntegration = Omit<StoredIntegration, "id" | "verified" | "changedAt">;

type OAuthSetting = "clientId" | "clientSecret" | "authorizationUrl" | "tokenUrl";
type IntegrationChange = { readonly [K in OAuthSetting]?: string | undefined };

const AZURE_DEVOPS = 5;

/** The integrations of all organizations, with Gitpod's rules for changing them. */
export class Integrations {
  readonly #stored = new Map<string, StoredIntegration>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  list(organizationId?: string): readonly StoredIntegration[] {
    const all = [...this.#stored.values()];
    return organizationId === undefined
      ? all
      : all.filter((integration) => integration.organizationId === organizationId);
  }

  get(id: string): StoredIntegration | undefined {
    return this.#stored.get(id);
  }

  /** Removes an integration, as a user of the dashboard would. */
  remove(id: string): boolean {
    return this.#stored.delete(id);
  }

  /** Changes an integration without Gitpod's rules, to simulate changes from outside. */
  modify(id: string, change: Partial<Omit<StoredIntegration, "id">>): StoredIntegration {
    const integration = this.#stored.get(id);
    if (integration === undefined) throw new Error(`there is no integration ${id}`);
    return this.#store({ ...integration, ...change });
  }

  create(entry: NewIntegration): StoredIntegration {
    const wanted = entry.host.toLowerCase();
    if (this.list(entry.organizationId).some((integration) => integration.host === wanted)) {
      throw new ConnectError("Provider for this host already exists.", Code.AlreadyExists);
    }
    if (entry.type === AZURE_DEVOPS && (entry.authorizationUrl === "" || entry.tokenUrl === "")) {
      throw new ConnectError("authorizationUrl and tokenUrl are required.", Code.InvalidArgument);
    }
    return this.#store({ ...entry, id: randomUUID(), verified: false, changedAt: this.#clock.now() });
  }

  /** Omitted values keep what is stored. All but an omitted secret count as changed. */
  update(existing: StoredIntegration, change: IntegrationChange): StoredIntegration {
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

  #store(integration: StoredIntegration): StoredIntegration {
    this.#stored.set(integration.id, integration);
    return integration;
  }
}
