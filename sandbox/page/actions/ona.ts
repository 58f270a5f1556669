import { RunnerPhase } from "../../../provider/ona/gen/gitpod/v1/runner_pb.js";
import type { Runner } from "../../ona/runners.ts";
import type { Sandbox } from "../../types.ts";
import type { Action, Form } from "../action.ts";

/** What Ona's pages let a person do, and what happens to runners. */
export const onaActions: Readonly<Record<string, Action>> = {
  "delete-scm-integration": ({ ona }, form) => {
    const { id, host } = form.find("integration", (wanted) => ona.integrations.get(wanted));
    ona.integrations.remove(id);
    return { text: `Deleted the integration for ${host} on Ona, and people's sign-ins with it.` };
  },
  "take-offline": (sandbox, form) => {
    const runner = runnerIn(sandbox, form);
    runner.phase = RunnerPhase.INACTIVE;
    return { text: `The runner ${runner.name} is offline now.` };
  },
  "bring-online": (sandbox, form) => {
    const runner = runnerIn(sandbox, form);
    runner.register();
    return { text: `The runner ${runner.name} is active now.` };
  },
};

function runnerIn({ ona }: Sandbox, form: Form): Runner {
  return form.find("runner", (id) => ona.runners.get(id));
}
