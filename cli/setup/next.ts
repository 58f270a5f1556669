import { delimiter, dirname, isAbsolute } from "node:path";
import { SANDBOX_COMMAND } from "../shared/packaged.ts";
import type { Plan } from "./plan.ts";
import type { Environment } from "./platform.ts";
import { setupOf } from "./platforms.ts";
import { hasSandboxEntra, hasSandboxEnvironment } from "./sandbox.ts";
import { keyOf } from "./settings.ts";
import { PASSPHRASE } from "./stack.ts";

/** Something to do after the setup. */
export interface NextStep {
  /** What it is for, and who does it where that is not the reader. */
  readonly purpose: string;
  /** Undefined where there is no command for it. */
  readonly command?: string;
}

/** What this run knows of the machine. */
export interface Machine {
  readonly env: Environment;
  readonly windows: boolean;
  /** Path of the Pulumi CLI, or `pulumi` where it is on PATH. */
  readonly pulumi: string;
  /** The command by which a person signs in to Entra; undefined where somebody is signed in. */
  readonly signIn: string | undefined;
  /** The stack's passphrase was asked for, because the environment does not have it. */
  readonly passphraseAsked: boolean;
  /** A preview has run, and was fine. */
  readonly previewed: boolean;
}

/** What to do after the setup, in order. */
export function nextSteps(plan: Plan, machine: Machine): NextStep[] {
  const { name, selected } = plan.target;
  const stack = selected ? "" : ` --stack ${name}`;
  return [
    ...preparations(plan, machine),
    ...(machine.previewed ? [] : [{ purpose: "See what a deployment would do", command: `pulumi preview${stack}` }]),
    { purpose: "Deploy: make the app registration and the integration", command: `pulumi up${stack}` },
    { purpose: setupOf(plan.after).activation, command: `npx gitpod-azure-devops activate --stack ${name}` },
  ];
}

/** What the commands need in this terminal. */
function preparations({ after }: Plan, machine: Machine): NextStep[] {
  const { env, windows, pulumi, signIn, passphraseAsked } = machine;
  const { token, tokenVariable } = setupOf(after);
  const isSandbox = hasSandboxEntra(after);
  const steps: NextStep[] = [];
  if (isAbsolute(pulumi)) {
    steps.push({ purpose: "Let this terminal find Pulumi", command: pathCommand(dirname(pulumi), windows) });
  }
  if (passphraseAsked) {
    const command = variableCommand(PASSPHRASE, "<passphrase>", windows);
    steps.push({ purpose: "Let the commands decrypt the stack's secrets", command });
  }
  if (isSandbox && !hasSandboxEnvironment(env)) {
    steps.push({ purpose: `Paste the export lines that the sandbox has printed (${SANDBOX_COMMAND})` });
  }
  if (!isSandbox && signIn !== undefined) steps.push({ purpose: "Sign in to Entra", command: signIn });
  if (!after[keyOf(token)] && !env[tokenVariable]) {
    const command = variableCommand(tokenVariable, "<token>", windows);
    steps.push({ purpose: "The stack stores no token: give it to each deployment", command });
  }
  return steps;
}

function pathCommand(folder: string, windows: boolean): string {
  return windows ? `$env:PATH = "${folder}${delimiter}$env:PATH"` : `export PATH="${folder}:$PATH"`;
}

function variableCommand(name: string, value: string, windows: boolean): string {
  return windows ? `$env:${name} = "${value}"` : `export ${name}=${value}`;
}

/** As lines for a terminal, numbered. */
export function asLines(steps: readonly NextStep[]): string[] {
  return steps.flatMap(({ purpose, command }, index) => [
    `${index + 1}. ${purpose}`,
    ...(command === undefined ? [] : [`   ${command}`]),
  ]);
}
