import { azureTenants, hasAzureCli, type SignedIn } from "./azureCli.ts";
import { type Choice, choose, say } from "./prompts.ts";
import { type Config, tenantOf } from "./settings.ts";

type Environment = NodeJS.ProcessEnv;

/** Settings of the azuread provider by which it signs in without the Azure CLI, and their variables. */
const CLIENT = ["azuread:clientId", "ARM_CLIENT_ID", "ARM_CLIENT_ID_FILE_PATH"];
const CREDENTIALS = [
  ["azuread:clientSecret", "ARM_CLIENT_SECRET", "ARM_CLIENT_SECRET_FILE_PATH"],
  ["azuread:clientCertificate", "ARM_CLIENT_CERTIFICATE"],
  ["azuread:clientCertificatePath", "ARM_CLIENT_CERTIFICATE_PATH"],
].flat();
const SWITCHES = [
  ["azuread:useOidc", "ARM_USE_OIDC"],
  ["azuread:useMsi", "ARM_USE_MSI"],
].flat();

/** The azuread provider signs in as an application or a managed identity, and needs no Azure CLI. */
export function signsInAlone(config: Config, env: Environment): boolean {
  const value = (name: string) => (name.includes(":") ? config[name] : env[name]) ?? "";
  if (SWITCHES.some((name) => /^(true|1)$/i.test(value(name)))) return true;
  return CLIENT.some(value) && CREDENTIALS.some(value);
}

/** The command by which a person signs in. */
export function signInCommand(config: Config, env: Environment): string {
  return `az login --tenant ${tenantOf(config, env)} --allow-no-subscriptions`;
}

/** Why `pulumi preview` could not sign in to Entra, and what to do; undefined when it can, as far as can be seen here. */
export async function signInProblem(
  config: Config,
  env: Environment,
  tenants?: readonly SignedIn[],
): Promise<string | undefined> {
  if (signsInAlone(config, env)) return undefined;
  const signedIn = tenants ?? (await azureTenants(env));
  if (signedIn.some(({ tenantId }) => tenantId === tenantOf(config, env))) return undefined;
  const command = signInCommand(config, env);
  if (signedIn.length === 0 && !(await hasAzureCli(env))) {
    return `Nobody is signed in to Entra here, which pulumi preview and pulumi up need. Install the Azure CLI (https://aka.ms/azure-cli) and run ${command}, or set ARM_CLIENT_ID and what the azuread provider needs with it.`;
  }
  const who =
    signedIn.length === 0 ? "Nobody is signed in to Entra here" : "The Azure CLI is signed in to other tenants";
  return `${who}, and pulumi preview and pulumi up need a sign-in to this tenant: ${command}`;
}

/** Says what is missing until a person has signed in, or wants to do it later. */
export async function askForSignIn(config: Config, env: Environment, tenants: readonly SignedIn[]): Promise<void> {
  let problem = await signInProblem(config, env, tenants);
  while (problem !== undefined) {
    say.warn(problem);
    const choices: Choice<"again" | "later">[] = [
      { value: "again", label: "I have signed in, in another terminal: look again" },
      { value: "later", label: "Go on, and sign in before pulumi preview" },
    ];
    if ((await choose("Sign in to Entra", choices)) === "later") return;
    problem = await signInProblem(config, env);
  }
  say.success("Signed in to this tenant.");
}
