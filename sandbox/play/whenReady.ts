import type { Sandbox } from "../types.ts";
import { hasIntegration } from "./effects.ts";
import type { Situation } from "./situation.ts";

/** A deployment makes its calls one right after the other. */
const QUIET = 3_000;

/**
 * Plays a situation at once, or, if it needs an integration, as soon as there is one and no call has come for some seconds.
 *
 * @param onPlayed is called once
 */
export function playWhenReady(sandbox: Sandbox, situation: Situation, onPlayed: () => void): void {
  const play = () => {
    situation.play(sandbox);
    onPlayed();
  };
  if (!situation.needsIntegration) {
    play();
    return;
  }
  let timer: NodeJS.Timeout | undefined;
  const stop = sandbox.journal.onEntry(() => {
    clearTimeout(timer);
    if (!hasIntegration(sandbox)) return;
    timer = setTimeout(() => {
      stop();
      play();
    }, QUIET).unref();
  });
}
