import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { errorCode, errorMessage } from "../../provider-kit/errors.ts";

const run = promisify(execFile);
/** The Azure CLI is slow to start, and calls Azure. */
const TIME_LIMIT = 30_000;
/** Arguments in which no shell finds anything. */
const SAFE = /^[\w.:/-]+$/;

const accountSchema = z.object({ tenantId: z.guid() });
const userSchema = z.object({ id: z.guid(), userPrincipalName: z.string() });

/** The tenant that the Azure CLI is signed in to; undefined when there is no Azure CLI or nobody is signed in. */
export async function azureTenant(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return (await ask(env, accountSchema, "account", "show"))?.tenantId;
}

/** The user who is signed in to the Azure CLI; undefined when it is nobody, or a service principal. */
export function azureUser(env: NodeJS.ProcessEnv) {
  return ask(env, userSchema, "ad", "signed-in-user", "show");
}

/** The Azure CLI is not there, or refuses. The message is its own. */
export class AzureCliError extends Error {
  override readonly name = "AzureCliError";
  /** There is no Azure CLI. */
  readonly missing: boolean;

  constructor(error: unknown) {
    const { stderr = "" } = error as { stderr?: string };
    super(stderr.trim().replace(/^ERROR: /, "") || errorMessage(error), { cause: error });
    this.missing = errorCode(error) === "ENOENT";
  }
}

/**
 * Runs the Azure CLI and returns its answer, in JSON.
 *
 * @throws AzureCliError
 */
export async function az(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const unsafe = args.find((arg) => !SAFE.test(arg));
  if (unsafe !== undefined) throw new AzureCliError(new Error(`${unsafe} is not an argument for the Azure CLI`));
  try {
    // On Windows `az` is a batch file, which only a shell can run.
    const options = { env, timeout: TIME_LIMIT, shell: process.platform === "win32" };
    const { stdout } = await run("az", [...args, "--output", "json", "--only-show-errors"], options);
    return stdout;
  } catch (error) {
    throw new AzureCliError(error);
  }
}

async function ask<Answer>(
  env: NodeJS.ProcessEnv,
  schema: z.ZodType<Answer>,
  ...args: string[]
): Promise<Answer | undefined> {
  try {
    return schema.parse(JSON.parse(await az(env, ...args)));
  } catch {
    return undefined;
  }
}
