import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { errorCode, errorMessage } from "../../provider-kit/errors.ts";

const run = promisify(execFile);
/** The Azure CLI is slow to start, and calls Azure. */
const TIME_LIMIT = 30_000;
/** Arguments in which no shell finds anything. */
const SAFE = /^[\w.:/-]+$/;

const accountsSchema = z.array(
  z.object({
    tenantId: z.guid(),
    // Older versions have neither name.
    tenantDisplayName: z.string().nullish(),
    tenantDefaultDomain: z.string().nullish(),
    isDefault: z.boolean(),
    user: z.object({ name: z.string(), type: z.string() }),
  }),
);
const objectSchema = z.object({
  id: z.guid(),
  userPrincipalName: z.string().optional(),
  displayName: z.string().nullish(),
});

/** A tenant that the Azure CLI is signed in to. */
export interface SignedIn {
  readonly tenantId: string;
  /** By which people know the tenant. */
  readonly tenantName: string | undefined;
  /** `user`, or `servicePrincipal` with its client id as the name. */
  readonly user: { readonly name: string; readonly type: string };
}

/** Somebody in the directory. */
export interface DirectoryObject {
  readonly id: string;
  readonly name: string;
}

/** The tenants that the Azure CLI is signed in to, its current one first; none when there is no Azure CLI. */
export async function azureTenants(env: NodeJS.ProcessEnv): Promise<readonly SignedIn[]> {
  const accounts = (await ask(env, accountsSchema, "account", "list")) ?? [];
  const sorted = accounts.toSorted((left, right) => Number(right.isDefault) - Number(left.isDefault));
  const byTenant = new Map(sorted.toReversed().map((account) => [account.tenantId, account]));
  return sorted
    .filter((account) => byTenant.get(account.tenantId) === account)
    .map(({ tenantId, tenantDisplayName, tenantDefaultDomain, user }) => {
      return { tenantId, tenantName: tenantDisplayName || tenantDefaultDomain || undefined, user };
    });
}

/** Who is signed in to the Azure CLI's current tenant; undefined when the directory does not say. */
export async function azureIdentity(env: NodeJS.ProcessEnv, { user }: SignedIn): Promise<DirectoryObject | undefined> {
  const isPerson = user.type === "user";
  if (!isPerson && !z.guid().safeParse(user.name).success) return undefined;
  const command = isPerson ? ["ad", "signed-in-user", "show"] : ["ad", "sp", "show", "--id", user.name];
  const found = await ask(env, objectSchema, ...command);
  return found && { id: found.id, name: found.userPrincipalName ?? found.displayName ?? user.name };
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
