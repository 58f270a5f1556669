import type { Target } from "../../../../cli/setup/stack.ts";
import { ProjectNames } from "../../../../stack/projectNames.ts";

/** The stack "prod" with these settings. */
export function targetWith(before: Target["before"]): Target {
  const names = new ProjectNames("gitpod-azure-devops", "gitpod-azure-devops", []);
  return { name: "prod", isNew: false, selected: true, names, before, declares: () => true };
}
