import { ProjectNameError } from "../../../stack/projectNames.ts";
import { UsageError } from "../../shared/commandLine.ts";
import type { Check } from "../check.ts";
import { bad, good, sentence } from "../model.ts";
import { UnusableProject } from "../pulumiFacts.ts";

export const project: Check = {
  group: "Project",
  name: "project",
  async run(facts) {
    try {
      const { folder, runtime } = await facts.project();
      return [good(`The project in ${folder} runs on ${runtime}.`)];
    } catch (error) {
      if (error instanceof UnusableProject || error instanceof ProjectNameError) return [bad(sentence(error.message))];
      if (!(error instanceof UsageError)) throw error;
      return [bad(sentence(error.message), "npx gitpod-azure-devops doctor --cwd <folder>")];
    }
  },
};
