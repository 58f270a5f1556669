import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

export type Claims = Readonly<Record<string, unknown>>;

/** Signs and verifies the JSON Web Tokens of one issuer. The key is not stored, so its tokens are worthless later. */
export class TokenIssuer {
  readonly #key = randomBytes(32);

  sign(claims: Claims): string {
    const content = [{ typ: "JWT", alg: "HS256" }, claims].map(encode).join(".");
    return `${content}.${this.#signature(content).toString("base64url")}`;
  }

  /** The claims of a token; undefined when this issuer did not sign it. */
  read(token: string): Claims | undefined {
    const [header, payload = "", signature = ""] = token.split(".");
    const expected = this.#signature(`${header}.${payload}`);
    const given = Buffer.from(signature, "base64url");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Claims;
  }

  #signature(content: string): Buffer {
    return createHmac("sha256", this.#key).update(content).digest();
  }
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
