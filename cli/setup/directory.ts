import { azureIdentity, type SignedIn } from "../entra/azureCli.ts";
import type { Environment } from "./platform.ts";
import { askText, type Choice, choose, say } from "./prompts.ts";
import { type Config, OWNERS, ownersOf, problemWith, TENANT, tenantOf, withOwners, withTenant } from "./settings.ts";

/** Asks for the tenant, and offers those that the Azure CLI is signed in to. */
export async function askTenant(config: Config, env: Environment, signedIn: readonly SignedIn[]): Promise<Config> {
  const known = tenantOf(config, env);
  const offered = signedIn.map(({ tenantId, tenantName, user }): Choice<string> => {
    return { value: tenantId, label: tenantName ?? tenantId, hint: `${tenantName ? `${tenantId}, ` : ""}${user.name}` };
  });
  if (known !== "" && !signedIn.some(({ tenantId }) => tenantId === known)) {
    offered.unshift({ value: known, label: known, hint: "the present one" });
  }
  if (signedIn.length > 0) {
    const choices = [...offered, { value: "other", label: "another one" }];
    const chosen = await choose("Microsoft Entra tenant", choices, known || signedIn[0]?.tenantId);
    if (chosen !== "other") return withTenant(config, chosen);
  } else if (known === "") {
    say.info(
      "The tenant's id: az account show --query tenantId -o tsv prints it, and https://entra.microsoft.com shows it under Overview.",
    );
  }
  const tenant = await askText({
    message: "Microsoft Entra tenant (id)",
    initial: signedIn.length > 0 ? "" : known,
    check: (text) => problemWith(TENANT, withTenant(config, text), env),
  });
  return withTenant(config, tenant);
}

/** Asks for the owners of the app registration, and suggests who is signed in to the Azure CLI. */
export async function askOwners(config: Config, env: Environment, signedIn: readonly SignedIn[]): Promise<Config> {
  const known = ownersOf(config);
  const [current] = signedIn;
  const isHere = known.length === 0 && current?.tenantId === tenantOf(config, env);
  const you = isHere ? await azureIdentity(env, current) : undefined;
  if (you !== undefined) say.info(`${you.id} is ${you.name}, signed in to the Azure CLI.`);
  else if (known.length === 0) say.info(whereToFindIds(env));
  const answer = await askText({
    message: "Owners of the app registration (object ids, separated by commas; optional)",
    initial: you?.id ?? known.join(", "),
    check: (text) => problemWith(OWNERS, withOwners(config, split(text)), env),
  });
  return withOwners(config, split(answer));
}

function whereToFindIds({ ARM_CLIENT_ID: client = "<client-id>" }: Environment): string {
  return [
    "Object ids. A service principal that may only manage its own apps has to be an owner.",
    "  you:                  az ad signed-in-user show --query id -o tsv",
    `  a service principal:  az ad sp show --id ${client} --query id -o tsv`,
  ].join("\n");
}

function split(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== "");
}
