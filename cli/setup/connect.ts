import { withProgress } from "../shared/terminal.ts";
import { AccountError } from "./account.ts";
import type { Flags } from "./flags.ts";
import type { Account, AddressQuestion, Environment, PlatformSetup } from "./platform.ts";
import { type Choice, choose, say } from "./prompts.ts";
import { type Config, keyOf } from "./settings.ts";
import { askToken } from "./token.ts";

/**
 * Asks for the token, and for the address unless it is given, until the API accepts the token.
 *
 * @param before the settings so far; their token is offered as long as the address leaves it in place
 * @param known address and token are there: asks only if the API does not accept them
 */
export async function connect(
  setup: PlatformSetup,
  before: Config,
  flags: Flags,
  env: Environment,
  known = false,
): Promise<{ config: Config; account: Account }> {
  const tokenKey = keyOf(setup.token);
  const refused = new Set<string>();
  let config = before;
  let questions: readonly AddressQuestion[] = setup.address.filter(
    ({ first }) => !known && first !== undefined && flags[first.flag] === undefined,
  );
  let tokenWanted = !known;
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
