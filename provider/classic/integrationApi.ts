import type { CallContext } from "../connect/retry.ts";

/** An integration as Gitpod stores it. The client secret is never read back. */
export interface Integration {
  readonly id: string;
  readonly organizationId: string;
  /** Such as `AZURE_DEVOPS`. */
  readonly type: string;
  readonly host: string;
  readonly settingsUrl: string;
  readonly verified: boolean;
  readonly scopes: readonly string[];
  readonly clientId: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
}

export interface NewIntegration {
  readonly organizationId: string;
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
}

/** What an update sends. The first three are required: Gitpod counts one that is left out as changed. */
export interface IntegrationChanges {
  readonly clientId: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly clientSecret?: string;
}

/** What the lifecycle needs of the Gitpod API. Fails with {@link ApiError}. */
export interface IntegrationApi {
  /** Does not repeat a request that may have been handled ({@link ApiError.handled}). */
  create(provider: NewIntegration, context: CallContext): Promise<Integration>;
  /** Undefined when there is none with this id, or none that the token may see. */
  get(id: string, context: CallContext): Promise<Integration | undefined>;
  list(organizationId: string, context: CallContext): Promise<Integration[]>;
  update(id: string, changes: IntegrationChanges, context: CallContext): Promise<Integration>;
  /** Fails as `notFound` when there is none with this id, or none that the token may see. */
  delete(id: string, context: CallContext): Promise<void>;
}
