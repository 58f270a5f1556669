import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);
/** The Azure CLI is slow to start, and calls Azure. */
const TIME_LIMIT = 30_000;

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

async function ask<Answer>(
  env: NodeJS.ProcessEnv,
  schema: z.ZodType<Answer>,
  ...args: string[]
): Promise<Answer | undefined> {
  return az(env, schema, ...args).catch(() => undefined);
}

/**
 * Runs the Azure CLI.
 *
 * @param args not from outside: on Windows `az` is a batch file, which only a shell can run
 * @throws Error with what it printed, or with the code ENOENT when it is not installed
 */
export async function az<Answer>(
  env: NodeJS.ProcessEnv,
  schema: z.ZodType<Answer>,
  ...args: string[]
): Promise<Answer> {
  const options = { env, timeout: TIME_LIMIT, shell: process.platform === "win32" };
  const { stdout } = await run("az", [...args, "--output", "json", "--only-show-errors"], options);
  return schema.parse(JSON.parse(stdout));
}
