import * as gitpod from "@gitpod-azure-devops/gitpod";

const runner = new gitpod.RunnerScm("runner", {
  runnerId: "11111111-2222-4333-8444-555555555555",
});
export const redirectUri = runner.redirectUri;
