import { openAccess } from "../entra/access.ts";
import { cloudOf } from "../entra/cloud.ts";
import { EntraError, SignInFailed } from "../entra/errors.ts";
import { identityOf, type Value } from "../entra/identity.ts";
import type { Environment } from "./platform.ts";
import { type Choice, choose, say } from "./prompts.ts";
import { AZURE_TENANT, type Config, tenantOf } from "./settings.ts";

/** Why a person has to sign in for `pulumi preview`, and how; undefined where nobody has to, or where it cannot be seen here. */
export async function signInProblem(config: Config, env: Environment): Promise<SignInFailed | undefined> {
  const value: Value = async (key) => (key === AZURE_TENANT ? tenantOf(config, env) : (config[key] ?? ""));
  const { signal } = new AbortController();
  try {
    const identity = await identityOf(value, env);
    const isPerson = identity.kind === "azureCli" || identity.kind === "none";
    if (isPerson) await openAccess(identity, await cloudOf(value, env, signal), env, signal);
  } catch (error) {
    if (error instanceof SignInFailed) return error;
    if (!(error instanceof EntraError)) throw error;
  }
  return undefined;
}

/** Says what is missing until a person has signed in, or wants to do it later. */
export async function askForSignIn(config: Config, env: Environment): Promise<void> {
  let problem = await signInProblem(config, env);
  if (problem === undefined) return;
  while (problem !== undefined) {
    say.warn(`${problem.message}\nFix: ${problem.fix}`);
    const choices: Choice<"again" | "later">[] = [
      { value: "again", label: "I have signed in, in another terminal: look again" },
      { value: "later", label: "Go on, and sign in before pulumi preview" },
    ];
    if ((await choose("Sign in to Entra", choices)) === "later") return;
    problem = await signInProblem(config, env);
  }
  say.success("Signed in to this tenant.");
}
