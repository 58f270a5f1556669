import { failedUpdate } from "../../status/findings.ts";
import { latestIn } from "../../status/readStack.ts";
import type { Check } from "../check.ts";
import { bad, good } from "../model.ts";

export const lastUpdate: Check = {
  group: "Deployed stack",
  name: "last-update",
  async run(facts) {
    const stack = await facts.stack();
    const latest = latestIn(await facts.history());
    if (latest === undefined) return [good("The stack has not been deployed yet.")];
    const problem = failedUpdate(stack, latest);
    if (problem !== undefined) return [bad(problem, `pulumi up --stack ${stack}`)];
    return [good(`The last ${latest.kind}, on ${latest.at.slice(0, 10)}: ${latest.result}.`)];
  },
};
