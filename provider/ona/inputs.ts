import { scmHostProblem, serverHostProblem } from "../../platforms/ona.ts";
import type { Failure } from "../../provider-kit/check.ts";
import { problemMessage } from "../../provider-kit/problem.ts";
import type { MaybeUnknown } from "../../provider-kit/resource.ts";
import type { Inputs } from "./schema.ts";

const SIGN_IN = ["clientId", "clientSecret", "issuerUrl"] as const;

/** What is wrong with inputs that are right one by one. */
export function wrongTogether(inputs: MaybeUnknown<Inputs>): Failure[] {
  const { scmId, host } = inputs;
  const failures = scmId === "azuredevops_server" ? wrongForServer(inputs) : wrongForCloud(inputs);
  if (typeof host !== "string" || typeof scmId !== "string") return failures;
  const found = scmId === "azuredevops_server" ? serverHostProblem(host) : scmHostProblem(host);
  return found === undefined ? failures : [...failures, { property: "host", reason: `host ${problemMessage(found)}` }];
}

function wrongForServer(inputs: MaybeUnknown<Inputs>): Failure[] {
  const reason = "host is required for azuredevops_server: no runner knows your server";
  const missing = inputs.host === undefined ? [{ property: "host", reason }] : [];
  const forCloud = SIGN_IN.filter((property) => inputs[property] !== undefined).map((property) => ({
    property,
    reason: `${property} is for azuredevops_entra only: an Azure DevOps Server takes personal access tokens; remove it, and set pat to true`,
  }));
  return [...missing, ...forCloud];
}

function wrongForCloud(inputs: MaybeUnknown<Inputs>): Failure[] {
  const failures: Failure[] = [];
  if (inputs.virtualDirectory !== undefined) {
    const reason = "virtualDirectory is for azuredevops_server only; remove it";
    failures.push({ property: "virtualDirectory", reason });
  }
  if (SIGN_IN.every((property) => inputs[property] === undefined)) {
    if (inputs.pat === true) return failures;
    const reason = "clientId is required, with clientSecret and issuerUrl, unless pat is true";
    return [...failures, { property: "clientId", reason }];
  }
  const missing = SIGN_IN.filter((property) => inputs[property] === undefined);
  return [
    ...failures,
    ...missing.map((property) => ({ property, reason: `${property} is required: ${SIGN_IN.join(", ")} go together` })),
  ];
}
