import type { IntegrationProblem } from "../engine/stackExport.ts";
import { placeLabel } from "../places/label.ts";
import type { Finding, IntegrationStatus } from "./model.ts";
import type { Asked, PlatformStatus } from "./platform.ts";
import { DEPLOYER } from "./who.ts";

export const onaStatus: PlatformStatus = {
  unverified(status, asked) {
    const isRunner = ({ field }: IntegrationProblem) => field === "runner";
    const runner = status.problems.filter(isRunner).map((problem) => unavailable(status, problem));
    const wrong = status.problems.filter((problem) => !isRunner(problem));
    return runner.length > 0 && wrong.length === 0 ? runner : [...runner, invalid(status, wrong, asked)];
  },
  afterRenewal: "and people stay signed in",
  afterLoss: "Each person then connects again.",
  afterLossBy: "each-person",
};

/** The runner, or Ona itself, could not be asked. Its message says what to do about the runner. */
function unavailable(status: IntegrationStatus, { message }: IntegrationProblem): Finding {
  const { name, place, placeName = place, providerHost } = status;
  const text = `Nobody knows whether the integration for ${providerHost} on runner ${placeLabel(status)} is valid, because the runner cannot be asked: ${ended(message)}`;
  const who = { role: "runner-administrator", place: `runner ${placeName}` } as const;
  return { code: "runner-unavailable", who, integrations: [name], message: text };
}

function invalid(status: IntegrationStatus, problems: readonly IntegrationProblem[], { stack, live }: Asked): Finding {
  const { name, providerHost } = status;
  const known = live ? "is not valid" : "was not valid when the stack was last deployed or refreshed";
  const reasons = problems.map(({ field, message }) => `${field}: ${message}`).join("; ");
  const subject = `The integration for ${providerHost} on runner ${placeLabel(status)} ${known}, so people may not be able to connect`;
  const steps = [...new Set(problems.map(({ field }) => NEXT_STEPS[field] ?? OTHERWISE))];
  const advice = (steps.length > 0 ? steps : [OTHERWISE]).map((step) => step.replace("{stack}", `--stack ${stack}`));
  const message = `${ended(reasons === "" ? subject : `${subject}: ${reasons}`)} ${advice.join(" ")}`;
  return { code: "not-valid", who: DEPLOYER, integrations: [name], message };
}

const OTHERWISE = "`pulumi up --refresh {stack}` sets it right where somebody changed it.";
/** By the field of the problem. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  scmId: "Update the runner: it does not know this kind of source control.",
  host: "Check `providerHost`, and that the runner's network reaches it.",
  oauth:
    "Check that the app registration, its tenant and `issuerUrl` belong together; `pulumi up --refresh {stack}` sets right what somebody changed.",
  clientSecret:
    "Nobody can sign in. `pulumi up --refresh {stack}` replaces a secret that the stack manages; for one that was created by hand, set `existingClientSecret` to another, or remove it.",
};

function ended(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
