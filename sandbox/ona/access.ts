import { randomUUID } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import { Principal } from "../../provider/ona/gen/gitpod/v1/identity_pb.js";
import type { Clock } from "../../provider-kit/clock.ts";
import { type Token, type TokenRights, Tokens } from "../tokens.ts";

/** Who may own a token: the only person, or a service account. */
export type TokenOwner = Principal.USER | Principal.SERVICE_ACCOUNT;

interface NewToken extends TokenRights {
  /** Default: the user whom all tokens of people belong to. */
  readonly principal?: TokenOwner;
}

/** Who may call the API. */
export class Access {
  readonly organizationId: string;
  readonly userId = randomUUID();
  readonly serviceAccountId = randomUUID();
  readonly tokens: Tokens<TokenOwner>;

  constructor(organizationId: string, clock: Clock) {
    this.organizationId = organizationId;
    this.tokens = new Tokens("ona_", clock);
  }

  /** Accepts a token from now on, and returns it. */
  addToken({ principal = Principal.USER, ...rights }: NewToken = {}, text?: string): string {
    return this.tokens.add(principal, rights, text).text;
  }

  /** Throws unless the call has a valid token. */
  checkRead(headers: Headers): Token<TokenOwner> {
    const token = this.tokens.inHeader(headers.get("authorization"));
    if (token === undefined) throw new ConnectError("invalid token", Code.Unauthenticated);
    if (this.tokens.hasEnded(token)) throw new ConnectError("token has expired", Code.Unauthenticated);
    this.tokens.use(token);
    return token;
  }

  /** Throws unless the token may change something. */
  checkWrite(headers: Headers): void {
    if (this.checkRead(headers).readOnly) throw new ConnectError("the token is read-only", Code.PermissionDenied);
  }

  /** The tokens of the only person, those that have ended too. */
  tokensOfUser(): readonly Token<TokenOwner>[] {
    return this.tokens.list().filter(({ owner }) => owner === Principal.USER);
  }

  /** The token's owner. Throws unless the token is valid. */
  identity(headers: Headers): { readonly id: string; readonly principal: Principal } {
    const { owner } = this.checkRead(headers);
    return { id: owner === Principal.USER ? this.userId : this.serviceAccountId, principal: owner };
  }
}
