import { RunnerScm } from "../../components/gitpod/runnerScm.ts";
import { type IntegrationSettings, NAME } from "../integrationsSetting.ts";

/** What each runner of the stack says, by its id. */
export type Runners = ReadonlyMap<string, RunnerScm>;

/** Registers each runner once, named by its id, whatever integrations it has. */
export function registerRunners(integrations: readonly IntegrationSettings[]): Runners {
  const ids = new Set(integrations.flatMap((each) => (each.platform === "ona" ? [each.runnerId] : [])));
  return new Map([...ids].map((runnerId) => [runnerId, new RunnerScm(`${NAME}-runner-${runnerId}`, { runnerId })]));
}
