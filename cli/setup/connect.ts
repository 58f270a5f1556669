import { gitpodOrigin } from "../../platforms/classic.ts";
import type { Account } from "../../provider/classic/organizations.ts";
import { withProgress } from "../shared/terminal.ts";
import { AccountError, apiAddress, openAccount } from "./account.ts";
import { askSecret, askText, type Choice, choose, say } from "./prompts.ts";
import { API_URL, type Config, HOST, hostIn, problemWith, TOKEN, withHost } from "./settings.ts";

type Question = "host" | "apiUrl" | "token";

/**
 * Asks for the token, and for the host unless it is given, until Gitpod accepts the token.
 *
 * @param before the settings so far; their token is offered as long as the host stays the same
 */
export async function connect(before: Config, hostGiven: boolean, env: NodeJS.ProcessEnv) {
  let config = before;
  let questions: readonly Question[] = hostGiven ? ["token"] : ["host", "token"];
  const refused = new Set<string>();
  for (;;) {
    if (questions.includes("host")) config = await askHost(config, env);
    if (questions.includes("apiUrl")) config = await askApiUrl(config, env);
    // Changing the host removes the token.
    if (questions.includes("token") || !config[TOKEN]) {
      const stored = config[HOST] === before[HOST] ? before[TOKEN] : undefined;
      const offers = { stored, environment: env.GITPOD_TOKEN };
      config = { ...config, [TOKEN]: await askToken(config, offers, refused, env) };
    }
    const outcome = await tryToken(config);
    if (!(outcome instanceof AccountError)) return { config, account: outcome };
    say.error(outcome.message);
    if (outcome.tokenRefused) refused.add(config[TOKEN] ?? "");
    questions = outcome.tokenRefused ? ["token"] : await whatToChange();
  }
}

async function askHost(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const answer = await askText({
    message: "Host of your Gitpod installation",
    initial: config[HOST] ?? "",
    check: (text) => problemWith(HOST, withHost(config, hostIn(text)), env),
  });
  const host = hostIn(answer);
  if (host !== answer) say.info(`Using ${host}.`);
  return withHost(config, host);
}

async function askApiUrl(config: Config, env: NodeJS.ProcessEnv): Promise<Config> {
  const url = await askText({
    message: "Base URL of Gitpod's API, to which the token is sent",
    initial: config[API_URL] || `${gitpodOrigin(config[HOST] ?? "")}/public-api`,
    check: (text) => problemWith(API_URL, { ...config, [API_URL]: text }, env),
  });
  return { ...config, [API_URL]: url };
}

async function askToken(
  config: Config,
  offers: { readonly stored: string | undefined; readonly environment: string | undefined },
  refused: ReadonlySet<string>,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const usable = (token: string | undefined): token is string => Boolean(token) && !refused.has(token ?? "");
  const choices: Choice<"stored" | "environment" | "other">[] = [];
  if (usable(offers.stored)) choices.push({ value: "stored", label: "the stack's current one" });
  if (usable(offers.environment) && offers.environment !== offers.stored) {
    choices.push({ value: "environment", label: "the one in GITPOD_TOKEN", hint: "the stack keeps it encrypted" });
  }
  if (choices.length > 0) {
    const choice = await choose("Personal access token", [...choices, { value: "other", label: "another one" }]);
    const chosen = choice === "other" ? undefined : offers[choice];
    if (chosen !== undefined) return chosen;
  }
  say.info(
    `An owner of the organization creates one at ${gitpodOrigin(config[HOST] ?? "")}/user/tokens, with all permissions.`,
  );
  const check = (text: string) =>
    text === "" ? "must not be empty" : problemWith(TOKEN, { ...config, [TOKEN]: text }, env);
  return (await askSecret("Personal access token (not shown)", check)).trim();
}

async function tryToken(config: Config): Promise<Account | AccountError> {
  const account = await withProgress(process.stdout, `Asking ${apiAddress(config)}`, ({ detail }) =>
    openAccount(config, { signal: new AbortController().signal, status: detail }).catch(returned),
  );
  if (account instanceof AccountError) return account;
  const name = account.user.name || account.user.id;
  if (account.organizations.length === 0) {
    return new AccountError(`The token belongs to ${name}, who is in no organization: use another one.`, true);
  }
  say.success(`The token belongs to ${name}.`);
  return account;
}

function returned(error: unknown): AccountError {
  if (error instanceof AccountError) return error;
  throw error;
}

function whatToChange(): Promise<readonly Question[]> {
  const choices: Choice<"again" | Question>[] = [
    { value: "again", label: "Try again" },
    { value: "host", label: "Change the host" },
    { value: "apiUrl", label: "Change the address of the API" },
    { value: "token", label: "Use another token" },
  ];
  return choose("What now?", choices).then((choice) => (choice === "again" ? [] : [choice]));
}
