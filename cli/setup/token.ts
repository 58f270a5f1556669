import { fromEnvironment } from "../shared/providerSettings.ts";
import type { Environment, PlatformSetup } from "./platform.ts";
import { askSecret, type Choice, choose, say } from "./prompts.ts";
import { type Config, keyOf, problemWith, providerSettings } from "./settings.ts";
import type { Target } from "./stack.ts";

/**
 * Asks for a token.
 *
 * @param stored the one that the stack has for this address
 * @param refused those that the API has refused in this run, which are not offered again
 */
export async function askToken(
  setup: PlatformSetup,
  config: Config,
  stored: string | undefined,
  refused: ReadonlySet<string>,
  env: Environment,
): Promise<string> {
  const key = keyOf(setup.token);
  const usable = (token: string | undefined) => Boolean(token) && !refused.has(token ?? "");
  const inEnvironment = fromEnvironment(setup.token, providerSettings(config), env);
  const choices: Choice<string>[] = [];
  if (usable(stored)) choices.push({ value: "stored", label: "the stack's current one" });
  if (usable(inEnvironment?.value) && inEnvironment?.value !== stored) {
    choices.push({ value: "environment", label: `the one in ${inEnvironment?.variable}` });
  }
  if (choices.length > 0) {
    const choice = await choose("Personal access token", [...choices, { value: "other", label: "another one" }]);
    const chosen = choice === "stored" ? stored : choice === "environment" ? inEnvironment?.value : undefined;
    if (chosen !== undefined) return chosen;
  }
  say.info(setup.tokenHelp(config));
  const check = (text: string) =>
    text === "" ? "must not be empty" : problemWith(key, { ...config, [key]: text }, env);
  return (await askSecret("Personal access token (not shown)", check)).trim();
}

/** Asks whether the stack keeps the token. A stack that has none so far is offered to stay without. */
export async function askStorage({ isNew, before }: Target, setup: PlatformSetup): Promise<boolean> {
  const choices: Choice<"stack" | "nowhere">[] = [
    { value: "stack", label: "In the stack, encrypted" },
    {
      value: "nowhere",
      label: `Nowhere: each deployment gets it as ${setup.tokenVariable}, such as a pipeline's secret`,
    },
  ];
  const preset = isNew || before[keyOf(setup.token)] ? "stack" : "nowhere";
  return (await choose("Where to keep the token", choices, preset)) === "stack";
}
