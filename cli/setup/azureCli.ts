import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);
/** It asks Azure, and is slow to start. */
const TIME_LIMIT = 30_000;

const accountSchema = z.object({ tenantId: z.guid() });
const userSchema = z.object({ id: z.guid(), userPrincipalName: z.string() });

/** Somebody who is signed in to the Azure CLI. */
export interface AzureUser {
  /** Object id in the directory. */
  readonly id: string;
  readonly userPrincipalName: string;
}

/** The tenant that the Azure CLI is signed in to; undefined when there is no such CLI or nobody is signed in. */
export async function azureTenant(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return (await ask(env, accountSchema, "account", "show"))?.tenantId;
}

/** Who is signed in to the Azure CLI; undefined when nobody is, or a service principal. */
export function azureUser(env: NodeJS.ProcessEnv): Promise<AzureUser | undefined> {
  return ask(env, userSchema, "ad", "signed-in-user", "show");
}

async function ask<Answer>(
  env: NodeJS.ProcessEnv,
  schema: z.ZodType<Answer>,
  ...args: string[]
): Promise<Answer | undefined> {
  try {
    // On Windows it is a batch file, which only a shell can run; none of the arguments comes from outside.
    const options = { env, timeout: TIME_LIMIT, shell: process.platform === "win32" };
    const { stdout } = await run("az", [...args, "--output", "json", "--only-show-errors"], options);
    return schema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}
