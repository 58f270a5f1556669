import type { Change, EngineRun, Step } from "../../../../cli/engine/engineRun.ts";

export const TYPES = {
  application: "azuread:index/application:Application",
  secret: "azuread:index/applicationPassword:ApplicationPassword",
  rotation: "gitpod:index:Rotation",
  integration: "gitpod:index:AuthProvider",
  ona: "gitpod:index:ScmIntegration",
  runner: "gitpod:index:RunnerScm",
};

/** A successful preview without changes, except for what is given. */
export function run(given: Partial<EngineRun> = {}): EngineRun {
  return { kind: "preview", outcome: "succeeded", stack: "prod", steps: [], problems: [], ...given };
}

/** A step that changes these properties of a resource. */
export function step(type: string, change: Change, paths: readonly string[] = [], given: Partial<Step> = {}): Step {
  const properties = paths.map((path) => ({ path, before: '"old"', after: '"new"' }));
  const name = [TYPES.integration, TYPES.ona].includes(type) ? "azure-devops-integration" : "azure-devops";
  return { change, type, name, custom: true, properties, failed: false, ...given };
}
