import { errorMessage } from "../../provider-kit/errors.ts";

/** Does one step. @throws Error that says what failed, and what was done before */
export type Step = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** For work that may end half-way. Nothing that is done stays unsaid, and doing all of it again goes on from there. */
export function stepByStep(): Step {
  const done: string[] = [];
  return async (what, work) => {
    try {
      const result = await work();
      done.push(what);
      return result;
    } catch (error) {
      const before =
        done.length === 0 ? "Nothing was written." : `Done before: ${done.join(", ")}. Run this again to continue.`;
      throw new Error(`could not ${what}: ${errorMessage(error).replace(/[\s.]+$/, "")}. ${before}`, { cause: error });
    }
  };
}
