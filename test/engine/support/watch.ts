import type { Sandbox } from "../../../sandbox/index.ts";
import type { PlatformUnderTest } from "./platforms/platformUnderTest.ts";

/** What an integration signs people in with, at one moment, beside what Entra accepts then. */
interface Moment {
  readonly after: string;
  readonly secret: Promise<string | undefined>;
  readonly redirectUri: string;
  readonly accepted: readonly string[];
  readonly redirectUris: readonly string[];
}

/** Writes down after each call to the clouds what the integrations of a platform sign people in with. */
export class Watch {
  readonly #moments: Moment[] = [];
  readonly #stop: () => void;

  constructor(sandbox: Sandbox, platform: PlatformUnderTest) {
    this.#stop = sandbox.journal.onEntry(({ operation }) => {
      for (const { id, clientId = "" } of platform.stored(sandbox)) {
        const secret = platform.secret(sandbox, id);
        const redirectUri = platform.redirectUri(sandbox);
        this.#moments.push({ after: operation, secret, redirectUri, ...accepts(sandbox, clientId) });
      }
    });
  }

  /** The calls so far after which somebody could not have signed in. */
  async lapses(): Promise<string[]> {
    const works = await Promise.all(
      this.#moments.map(async ({ secret, accepted, redirectUri, redirectUris }) => {
        const held = await secret;
        return held !== undefined && accepted.includes(held) && redirectUris.includes(redirectUri);
      }),
    );
    return this.#moments.filter((_, index) => !works[index]).map(({ after }) => after);
  }

  /** The same, and watches no longer. There must have been an integration. */
  stopped(): Promise<string[]> {
    this.#stop();
    if (this.#moments.length === 0) throw new Error("there was no integration to watch");
    return this.lapses();
  }

  /** Begins anew. */
  forget(): void {
    this.#moments.length = 0;
  }
}

/** The secrets of an app that are valid now, and its redirect URIs. */
function accepts({ entra }: Sandbox, clientId: string): Pick<Moment, "accepted" | "redirectUris"> {
  const app = entra.directory.findByAppId(clientId);
  const now = entra.directory.now().getTime();
  const valid = [...(app?.passwords.values() ?? [])].filter(({ endDateTime }) => Date.parse(endDateTime) > now);
  const web = app?.properties.web as { redirectUris?: string[] } | undefined;
  return { accepted: valid.map(({ secretText }) => secretText), redirectUris: [...(web?.redirectUris ?? [])] };
}
