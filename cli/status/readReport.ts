import { availableParallelism } from "node:os";
import type { Clock } from "../../provider-kit/clock.ts";
import { PlaceNames } from "../places/names.ts";
import { TokenEnds } from "../places/tokenEnds.ts";
import { chooseStack, openWorkspace, stacksOf } from "../pulumi/workspace.ts";
import { type Output, withProgress } from "../shared/terminal.ts";
import { assess } from "./assess.ts";
import type { Report } from "./model.ts";
import type { StatusOptions } from "./options.ts";
import { readStack, readStacks, withAnswers } from "./readStack.ts";

/** Each engine with its plugins takes most of a core, and several hundred megabytes. */
const MOST_AT_ONCE = 4;

/** Reads the stacks of the project, or only the given one. Progress goes to the output. */
export async function readReport(options: StatusOptions, clock: Clock, output: Output): Promise<Report> {
  const workspace = await openWorkspace(options.cwd);
  const stacks =
    options.stack === undefined
      ? (await stacksOf(workspace)).map(({ name }) => name)
      : [await chooseStack(workspace, options.stack)];
  if (stacks.length === 0) {
    throw new Error(
      "the project has no stack in this backend: create one with `npx gitpod-azure-devops setup`, or log in to another backend with `pulumi login`",
    );
  }
  const label = stacks.length === 1 ? `Reading ${stacks[0]}` : `Reading ${stacks.length} stacks`;
  return withProgress(output, label, async ({ detail }) => {
    const questions = { names: new PlaceNames(), tokenEnds: new TokenEnds(clock) };
    const read = (stack: string) => readStack(workspace, stack, options.drift ? questions : undefined);
    const onRead = (done: number) => detail(`${done} of ${stacks.length}`);
    const readings = await readStacks(stacks, read, onRead, Math.min(MOST_AT_ONCE, availableParallelism()));
    const readAt = clock.now();
    const answered = await Promise.all(readings.map((reading) => withAnswers(reading, questions)));
    return { readAt, asked: options.drift, stacks: answered.map((reading) => assess(reading, options.drift, readAt)) };
  });
}
