import type { PlatformName } from "../../platforms/index.ts";
import type { Config } from "../../provider/config.ts";
import type { Integration } from "../engine/stackExport.ts";
import { plain } from "../shared/text.ts";
import { accountOf, LIMIT, limited } from "./ask.ts";
import type { Named } from "./label.ts";
import { PLATFORM_PLACES } from "./platforms.ts";

/** What of an integration says where it belongs. */
type Placed = Pick<Integration, "platform" | "gitpodHost" | "place">;

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
    const { installation, list } = PLATFORM_PLACES[platform];
    const { key, options } = accountOf(platform, config);
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    const host = installation(config);
    const places = await list(options, limited(this.#limit));
    for (const { id, name } of places) {
      const shown = plain(name).trim();
      if (shown !== "") this.#found.set(keyOf(platform, host, id), shown);
    }
  }
}

function keyOf(platform: PlatformName, installation: string, place: string): string {
  return JSON.stringify([platform, installation, place.toLowerCase()]);
}
