import type { PlatformName } from "../../platforms/index.ts";
import type { Config } from "../../provider/config.ts";
import type { Integration } from "../engine/stackExport.ts";
import { apiOptions } from "../shared/gitpodSettings.ts";
import { plain } from "../shared/text.ts";
import type { Named } from "./label.ts";
import { PLATFORM_PLACES } from "./platforms.ts";

/** What of an integration says where it belongs. */
type Placed = Pick<Integration, "platform" | "gitpodHost" | "place">;

/** A name only helps a reader, so nobody waits long for one. */
const MAX_RETRIES = 1;
/** Milliseconds for the answer of a platform. */
const LIMIT = 10_000;

/**
 * The names of organizations and runners, from their platforms. An id without a name stays an id: no failure is reported.
 * Stacks are asked for one after the other, because the token of one often sees the places of the next.
 */
export class PlaceNames {
  readonly #found = new Map<string, string>();
  readonly #asked = new Set<string>();
  readonly #limit: number;
  #queue: Promise<void> = Promise.resolve();

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  /** @param settings of the stack; only read if a name is missing */
  learn(integrations: readonly Placed[], settings: () => Promise<Config>): void {
    this.#queue = this.#queue.then(() => this.#ask(integrations, settings)).catch(() => undefined);
  }

  /** Waits for what was asked for. */
  finish(): Promise<void> {
    return this.#queue;
  }

  named<I extends Placed>(integrations: readonly I[]): Named<I>[] {
    return integrations.map((integration) => ({ ...integration, placeName: this.#of(integration) }));
  }

  #of({ platform, gitpodHost, place }: Placed): string | undefined {
    return this.#found.get(keyOf(platform.name, gitpodHost, place));
  }

  async #ask(integrations: readonly Placed[], settings: () => Promise<Config>): Promise<void> {
    const nameless = integrations.filter((each) => this.#of(each) === undefined);
    if (nameless.length === 0) return;
    const config = await settings();
    const platforms = new Set(nameless.map(({ platform }) => platform.name));
    await Promise.allSettled([...platforms].map((platform) => this.#askPlatform(platform, config)));
  }

  async #askPlatform(platform: PlatformName, config: Config): Promise<void> {
    const { address, token, installation, list } = PLATFORM_PLACES[platform];
    const options = apiOptions({ ...config, maxRetries: MAX_RETRIES }, address(config), token(config));
    const account = JSON.stringify([platform, options.baseUrl, options.token]);
    if (this.#asked.has(account)) return;
    this.#asked.add(account);
    const host = installation(config);
    const places = await list(options, { signal: AbortSignal.timeout(this.#limit), status: () => undefined });
    for (const { id, name } of places) {
      const shown = plain(name).trim();
      if (shown !== "") this.#found.set(keyOf(platform, host, id), shown);
    }
  }
}

function keyOf(platform: PlatformName, installation: string, place: string): string {
  return JSON.stringify([platform, installation, place.toLowerCase()]);
}
