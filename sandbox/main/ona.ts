import { RunnerPhase } from "../../provider/ona/gen/gitpod/v1/runner_pb.js";
import { SANDBOX } from "../constants.ts";
import type { Sandbox } from "../types.ts";
import { configCommands } from "./configCommands.ts";

export function onaInventory({ ona }: Sandbox) {
  return {
    runners: ona.runners.list().map(({ id, name, phase }) => ({ id, name, phase: RunnerPhase[phase].toLowerCase() })),
    tokens: {
      administrator: ona.token,
      readOnly: SANDBOX.onaReadOnlyToken,
      serviceAccount: SANDBOX.onaServiceAccountToken,
    },
  };
}

export function onaRows(sandbox: Sandbox): string[][] {
  const { runners, tokens } = onaInventory(sandbox);
  return [
    ...runners.map(({ name, id, phase }) => [name, id, phase === "created" ? "never registered" : phase]),
    ["Administrator", tokens.administrator],
    ["Read-only", tokens.readOnly],
    ["Service account", tokens.serviceAccount],
  ];
}

/** How to use Ona instead of Gitpod Classic, with the same environment and a stack without the settings of Classic. */
export function onaInstructions(sandbox: Sandbox): string[] {
  return [
    "",
    "For Ona, a stack of its own:",
    "",
    `  export ONA_TOKEN=${sandbox.ona.token}`,
    "  pulumi stack select --create sandbox-ona",
    ...configCommands(sandbox.onaSettings()),
    "",
    "  pulumi up",
    "",
    "Then open the stack output connectUrl in a browser: pulumi stack output connectUrl",
    "In the end, clean up:",
    "",
    "  pulumi stack rm --force --yes sandbox-ona",
    "",
  ];
}
