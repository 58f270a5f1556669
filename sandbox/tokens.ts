import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../provider-kit/clock.ts";

export interface TokenRights {
  /** It may read, but change nothing. */
  readonly readOnly?: boolean;
  /** In milliseconds since the Unix epoch. Default: never. */
  readonly expiresAt?: number | undefined;
}

export interface Token<Owner> extends TokenRights {
  readonly id: string;
  readonly text: string;
  readonly owner: Owner;
  /** In milliseconds since the Unix epoch. */
  readonly createdAt: number;
  /** Undefined until then. */
  readonly lastUsedAt?: number;
}

/** The personal access tokens that a platform accepts. */
export class Tokens<Owner> {
  readonly #prefix: string;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, Token<Owner>>();

  constructor(prefix: string, clock: Clock) {
    this.#prefix = prefix;
    this.#clock = clock;
  }

  /** Accepts a token from now on. */
  add(owner: Owner, rights: TokenRights = {}, text = newToken(this.#prefix)): Token<Owner> {
    const token = { ...rights, id: randomUUID(), owner, text, createdAt: this.#clock.now() };
    this.#tokens.set(text, token);
    return token;
  }

  /** Gives a token other rights, or other times. It stays the same token. */
  change(text: string, change: TokenRights & { readonly createdAt?: number }): void {
    this.#replace(text, change);
  }

  /** Notes that a call with the token was accepted. */
  use({ text }: Token<Owner>): void {
    this.#replace(text, { lastUsedAt: this.#clock.now() });
  }

  list(): readonly Token<Owner>[] {
    return [...this.#tokens.values()];
  }

  revoke(text: string): boolean {
    return this.#tokens.delete(text);
  }

  revokeAll(): void {
    this.#tokens.clear();
  }

  /** The token in the header `authorization`; undefined if there is none, or an unknown one. */
  inHeader(authorization: string | null): Token<Owner> | undefined {
    return this.#tokens.get(/^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "");
  }

  now(): number {
    return this.#clock.now();
  }

  hasEnded({ expiresAt }: TokenRights): boolean {
    return expiresAt !== undefined && expiresAt <= this.#clock.now();
  }

  #replace(text: string, change: Partial<Token<Owner>>): void {
    const token = this.#tokens.get(text);
    if (token !== undefined) this.#tokens.set(text, { ...token, ...change });
  }
}

function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}
