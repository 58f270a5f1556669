import { type Answer, emptyAnswer } from "../connect/connection.ts";
import { type Runner as RunnerMessage, RunnerPhase, RunnerProvider } from "./gen/gitpod/v1/runner_pb.js";
import type { Runner } from "./types.ts";

export { RunnerService as service } from "./gen/gitpod/v1/runner_pb.js";

export function readRunner(message: RunnerMessage | undefined, answer: Answer): Runner {
  if (message === undefined || message.runnerId === "") throw emptyAnswer("runner", answer);
  const { runnerId, name, status, provider } = message;
  return {
    id: runnerId,
    name,
    phase: RunnerPhase[status?.phase ?? 0] ?? "UNSPECIFIED",
    provider: RunnerProvider[provider] ?? "UNSPECIFIED",
    region: status?.region ?? "",
    registered: (status?.publicKey.length ?? 0) > 0,
  };
}
