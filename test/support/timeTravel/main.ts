import { serve } from "../../../provider/server/serve.ts";
import { shiftedClock } from "./shiftedClock.ts";

const clock = shiftedClock(() => Number(process.env.TEST_CLOCK_SHIFT ?? 0));
await serve(
  async () => (await import("../../../provider/provider.ts")).gitpodProvider,
  process.argv.slice(2),
  process.env,
  clock,
);
