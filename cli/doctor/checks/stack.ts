import { UsageError } from "../../shared/commandLine.ts";
import { listed } from "../../shared/text.ts";
import type { Check } from "../check.ts";
import { bad, good } from "../model.ts";

export const stack: Check = {
  group: "Backend",
  name: "stack",
  async run(facts) {
    const stacks = await facts.stacks();
    try {
      return [good(`The stack is ${await facts.stack()}.`)];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const fix = stacks.length === 0 ? "npx gitpod-azure-devops setup" : "pulumi stack select <name>";
      const message =
        stacks.length === 0
          ? "The project has no stack yet."
          : `No stack is selected, and there ${stacks.length === 1 ? "is" : "are"} ${listed(stacks)}.`;
      return [bad(message, fix)];
    }
  },
};
