import type { CallContext } from "../connect/retry.ts";

/** An integration as Gitpod stores it. The client secret is never read back. */
export interface AuthProvider {
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

export interface NewAuthProvider {
  readonly organizationId: string;
  readonly host: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
}

/** What an update sends: the first three always, because Gitpod counts one that is left out as changed. */
export interface AuthProviderChanges {
  readonly clientId: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly clientSecret?: string;
}

/** What a lifecycle needs of the Gitpod API. Failures are {@link ApiError}s. */
export interface AuthProviderApi {
  /** Does not repeat a request that may have been handled: see {@link ApiError.handled}. */
  create(provider: NewAuthProvider, context: CallContext): Promise<AuthProvider>;
  /** Undefined when there is none with this id, or none that the token may see: only a list tells which. */
  get(id: string, context: CallContext): Promise<AuthProvider | undefined>;
  list(organizationId: string, context: CallContext): Promise<AuthProvider[]>;
  update(id: string, changes: AuthProviderChanges, context: CallContext): Promise<AuthProvider>;
  /** Fails with `not_found` when there is none with this id, or none that the token may see. */
  delete(id: string, context: CallContext): Promise<void>;
}
