import { json } from "../doctor/report.ts";
import type { Ending } from "./ending.ts";
import { changesOf, type Plan, warnings } from "./plan.ts";
import { setupOf } from "./platforms.ts";

/** The document of --json. Holds no secret. */
export function report(plan: Plan, env: NodeJS.ProcessEnv, ending: Ending): object {
  const { target, after, account, place } = plan;
  const { name, placeFlag } = setupOf(after);
  return {
    ok: ending.ok,
    stack: target.name,
    platform: name,
    created: target.isNew,
    changes: changesOf(plan).map(({ key, kind }) => ({ setting: target.names.key(key), kind })),
    ...account?.document,
    ...(place === undefined ? {} : { [placeFlag]: place }),
    warnings: warnings(plan, env),
    checks: json(ending.bad).checks,
    next: ending.next,
  };
}
