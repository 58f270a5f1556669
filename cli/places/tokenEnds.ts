import type { KnownPlatform } from "../../platforms/index.ts";
import type { Config } from "../../provider/config.ts";
import type { TokenEnd } from "../../provider/connect/tokenEnd.ts";
import type { Clock } from "../../provider-kit/clock.ts";
import type { Integration } from "../engine/stackExport.ts";
import { accountOf, LIMIT, limited } from "./ask.ts";
import { PLATFORM_PLACES } from "./platforms.ts";

/** When a token of a stack ends. */
export interface StackTokenEnd extends TokenEnd {
  readonly platform: KnownPlatform;
}

/**
 * When the tokens of stacks end, from their platforms. Each token is asked about once. Where a platform does not tell, or the
 * question fails, nothing is known.
 */
export class TokenEnds {
  readonly #clock: Pick<Clock, "now">;
  readonly #limit: number;
  readonly #byToken = new Map<string, Promise<TokenEnd | undefined>>();
  readonly #byStack = new Map<string, Promise<StackTokenEnd[]>>();

  constructor(clock: Pick<Clock, "now">, limit = LIMIT) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** @param settings of the stack; only read if a platform of its integrations tells */
  learn(stack: string, integrations: readonly Pick<Integration, "platform">[], settings: () => Promise<Config>): void {
    const platforms = new Set(integrations.map(({ platform }) => platform));
    const telling = [...platforms].filter(({ name }) => PLATFORM_PLACES[name].tokenEnd !== undefined);
    if (telling.length > 0)
      this.#byStack.set(
        stack,
        this.#ask(telling, settings).catch(() => []),
      );
  }

  /** Waits for the answer, at most as long as the limit. */
  async of(stack: string): Promise<readonly StackTokenEnd[]> {
    return (await this.#byStack.get(stack)) ?? [];
  }

  async #ask(platforms: readonly KnownPlatform[], settings: () => Promise<Config>): Promise<StackTokenEnd[]> {
    const config = await settings();
    const found = platforms.map(async (platform) => {
      const end = await this.#askPlatform(platform, config);
      return end === undefined ? [] : [{ ...end, platform }];
    });
    return (await Promise.all(found)).flat();
  }

  #askPlatform({ name }: KnownPlatform, config: Config): Promise<TokenEnd | undefined> {
    const { key, options } = accountOf(name, config);
    const asked = this.#byToken.get(key);
    if (asked !== undefined) return asked;
    const { tokenEnd } = PLATFORM_PLACES[name];
    const answer = Promise.resolve(tokenEnd?.(options, limited(this.#limit), this.#clock.now()));
    const end = answer.catch(() => undefined);
    this.#byToken.set(key, end);
    return end;
  }
}
