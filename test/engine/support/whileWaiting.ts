import type { Command } from "./person.ts";

/**
 * Runs `npx gitpod-azure-devops activate`, and acts once it is waiting: the platform then sees a second call.
 *
 * @param calls how many the platform has seen so far
 */
export async function whileWaiting(
  start: () => Promise<Command>,
  calls: () => number,
  act: () => unknown,
): Promise<Command> {
  const before = calls();
  let ended = false;
  const running = start().finally(() => {
    ended = true;
  });
  while (calls() < before + 2) {
    if (ended) throw new Error(`it ended before it waited: ${(await running).output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await act();
  return running;
}
