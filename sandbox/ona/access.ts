import { randomBytes, randomUUID } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import { Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import type { Clock } from "../../provider-kit/clock.ts";

interface TokenRights {
  /** It may read, but change nothing. */
  readonly readOnly?: boolean;
  /** In milliseconds since the Unix epoch. */
  readonly expiresAt?: number;
  /** Default: the user whom all tokens of people belong to. */
  readonly principal?: Principal.USER | Principal.SERVICE_ACCOUNT;
}

/** Who may call the API. */
export class Access {
  readonly organizationId: string;
  readonly userId = randomUUID();
  readonly serviceAccountId = randomUUID();
  readonly #tokens = new Map<string, TokenRights>();
  readonly #clock: Clock;

  constructor(organizationId: string, clock: Clock) {
    this.organizationId = organizationId;
    this.#clock = clock;
  }

  /** Accepts a token from now on, and returns it. */
  addToken(rights: TokenRights = {}, token = `ona_${randomBytes(32).toString("base64url")}`): string {
    this.#tokens.set(token, rights);
    return token;
  }

  revokeToken(token: string): void {
    this.#tokens.delete(token);
  }

  revokeAllTokens(): void {
    this.#tokens.clear();
  }

  /** Throws unless the call has a valid token. */
  checkRead(headers: Headers): TokenRights {
    const token = /^Bearer (.+)$/.exec(headers.get("authorization") ?? "")?.[1] ?? "";
    const rights = this.#tokens.get(token);
    if (rights === undefined) throw new ConnectError("invalid token", Code.Unauthenticated);
    if (rights.expiresAt !== undefined && rights.expiresAt <= this.#clock.now()) {
      throw new ConnectError("token has expired", Code.Unauthenticated);
    }
    return rights;
  }

  /** Throws unless the token may change something. */
  checkWrite(headers: Headers): void {
    if (this.checkRead(headers).readOnly) throw new ConnectError("the token is read-only", Code.PermissionDenied);
  }

  /** The token's owner. Throws unless the token is valid. */
  identity(headers: Headers): { readonly id: string; readonly principal: Principal } {
    const { principal = Principal.USER } = this.checkRead(headers);
    return { id: principal === Principal.USER ? this.userId : this.serviceAccountId, principal };
  }
}
