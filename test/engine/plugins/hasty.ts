import { type Clock, systemClock } from "../../../provider-kit/clock.ts";
import { serve } from "../../../provider-kit/serve.ts";

/** The real plugin, on a clock that runs a minute and a half in three seconds. */
const SPEED = 30;
const started = Date.now();
const clock: Clock = {
  now: () => started + (Date.now() - started) * SPEED,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / SPEED, signal),
};

const load = async () => (await import("../../../provider/provider.ts")).gitpodProvider;
await serve(load, process.argv.slice(2), process.env, clock);
