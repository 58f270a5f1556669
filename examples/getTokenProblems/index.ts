import * as gitpod from "@gitpod-azure-devops/gitpod";

const found = gitpod.getTokenProblemsOutput({
  runnerIds: ["11111111-2222-4333-8444-555555555555"],
});
export const problems = found.apply((found) => found.problems);
