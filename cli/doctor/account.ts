import type { Value } from "../entra/identity.ts";
import type { Account, PlatformSetup } from "../setup/platform.ts";
import { type Config, keyOf, problemWith, providerSettings } from "../setup/settings.ts";
import type { StackConfig } from "../setup/stackConfig.ts";
import { once } from "../shared/once.ts";
import { fromEnvironment } from "../shared/providerSettings.ts";
import { NotKnown, sentence } from "./model.ts";
import type { PlatformDoctor } from "./platform.ts";

/** A platform's API, asked with the stack's token. */
export interface OpenedAccount {
  /** Address of the API. */
  readonly address: string;
  /** Where the token is from, after "the token of ". */
  readonly tokenFrom: string;
  /** Command that sets another token in its place. */
  readonly newToken: string;
  /** Asks who the token belongs to. @throws AccountError */
  readonly account: () => Promise<Account>;
  /** The same at another address, where that may be right; undefined where there is none. */
  readonly elsewhere: { readonly account: () => Promise<Account>; readonly fix: string } | undefined;
}

/** There is no token. */
export class NoToken extends NotKnown {}

/**
 * Finds address and token as the provider does.
 *
 * @throws NoToken
 * @throws NotKnown when a setting is missing or wrong, of which the settings' own check tells
 */
export async function openAccount(
  { setup, addressKeys }: PlatformDoctor,
  { values }: StackConfig,
  value: Value,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<OpenedAccount> {
  const place = setup.withEnvironment(values, env);
  const missing = setup.needed(place).find(([given]) => !given);
  if (missing !== undefined) throw new NotKnown(sentence(`${missing[2]} is not set`));
  const { token, ...from } = await tokenOf(setup, values, value, env);
  const config = { ...place, [keyOf(setup.token)]: token };
  for (const key of [...addressKeys, keyOf(setup.token)]) {
    const problem = problemWith(key, config, env);
    if (problem !== undefined) throw new NotKnown(`${key} ${problem}.`);
  }
  const open = (at: Config) => once(() => setup.open(at, { signal, status: () => undefined }));
  const other = setup.otherAddress(config);
  return {
    ...from,
    address: setup.apiAddress(config),
    account: open(config),
    elsewhere: other && {
      account: open({ ...config, [other.key]: other.value }),
      fix: `pulumi config set ${other.key} ${other.value}`,
    },
  };
}

async function tokenOf(
  { token: name, tokenVariable }: PlatformSetup,
  values: Config,
  value: Value,
  env: NodeJS.ProcessEnv,
) {
  const key = keyOf(name);
  const set = `pulumi config set --secret ${key}`;
  const stored = await value(key);
  if (stored !== "") return { token: stored, tokenFrom: key, newToken: set };
  const found = fromEnvironment(name, providerSettings(values), env);
  if (found !== undefined) {
    return { token: found.value, tokenFrom: found.variable, newToken: `export ${found.variable}=<token>` };
  }
  const other = env[tokenVariable] ? `, and ${tokenVariable} belongs to another address` : `, nor is ${tokenVariable}`;
  throw new NoToken(`${key} is not set${other}: pulumi up needs a token, a preview does not.`);
}
