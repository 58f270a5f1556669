import { fromEnvironment } from "../shared/providerSettings.ts";
import { withProgress } from "../shared/terminal.ts";
import { AccountError } from "./account.ts";
import type { Flags } from "./flags.ts";
import type { Account, AddressQuestion, Environment, PlatformSetup } from "./platform.ts";
import { askSecret, type Choice, choose, say } from "./prompts.ts";
import { type Config, keyOf, problemWith, providerSettings } from "./settings.ts";

/**
 * Asks for the token, and for the address unless it is given, until the API accepts the token.
 *
 * @param before the settings so far; their token is offered as long as the address leaves it in place
 */
export async function connect(
  setup: PlatformSetup,
  before: Config,
  flags: Flags,
  env: Environment,
): Promise<{ config: Config; account: Account }> {
  const tokenKey = keyOf(setup.token);
  const refused = new Set<string>();
  let config = before;
  let questions: readonly AddressQuestion[] = setup.address.filter(
    ({ first }) => first !== undefined && flags[first.flag] === undefined,
  );
  let tokenWanted = true;
  for (;;) {
    for (const question of questions) config = await question.ask(config, env);
    // Another address removes the token, and it stays removed when the former address comes back.
    const stored = setup.apiAddress(config) === setup.apiAddress(before) ? before[tokenKey] : undefined;
    if (tokenWanted || !config[tokenKey]) {
      config = { ...config, [tokenKey]: await askToken(setup, config, stored, refused, env) };
    }
    const outcome = await tryToken(setup, config);
    if (!(outcome instanceof AccountError)) return { config, account: outcome };
    say.error(outcome.message);
    tokenWanted = outcome.tokenRefused;
    questions = [];
    if (outcome.tokenRefused) refused.add(config[tokenKey] ?? "");
    else ({ questions, tokenWanted } = await whatToChange(setup));
  }
}

async function askToken(
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
    const label = `the one in ${inEnvironment?.variable}`;
    choices.push({ value: "environment", label, hint: "the stack keeps it encrypted" });
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

async function tryToken(setup: PlatformSetup, config: Config): Promise<Account | AccountError> {
  const account = await withProgress(process.stdout, `Asking ${setup.apiAddress(config)}`, ({ detail }) =>
    setup.open(config, { signal: new AbortController().signal, status: detail }).catch(returned),
  );
  if (!(account instanceof AccountError)) say.success(account.owner);
  return account;
}

function returned(error: unknown): AccountError {
  if (error instanceof AccountError) return error;
  throw error;
}

async function whatToChange({ address }: PlatformSetup) {
  const choices: Choice<string>[] = [
    { value: "again", label: "Try again" },
    ...address.map(({ label }) => ({ value: label, label })),
    { value: "token", label: "Use another token" },
  ];
  const choice = await choose("What now?", choices);
  return { questions: address.filter(({ label }) => label === choice), tokenWanted: choice === "token" };
}
