import { containsSecret } from "./encodings.ts";
import { PLATFORM_CREDENTIALS, PLATFORM_RULES } from "./platforms.ts";
import { type NoConfig, type Resource, Secret, type StackRule, stackRule, UNKNOWN } from "./rule.ts";

/** Properties that contain a credential, by type of resource. */
const CREDENTIALS: Readonly<Record<string, readonly string[]>> = {
  "azuread:index/applicationPassword:ApplicationPassword": ["value"],
  "azuread:index/servicePrincipalPassword:ServicePrincipalPassword": ["value"],
  ...PLATFORM_CREDENTIALS,
  "gitpod:index:EntraApplication": ["clientSecret"],
  // The same components in the states of older programs.
  "gitpod-azure-devops:index:AzureDevOpsIntegration": ["clientSecret"],
  "gitpod-azure-devops:index:EntraApplication": ["clientSecret"],
  "pulumi:providers:gitpod": ["token", "onaToken"],
  "pulumi:pulumi:Stack": ["clientSecret"],
};
/** Shorter credentials would be found by accident. */
const MIN_LENGTH = 8;

const credentialsAreSecret = stackRule<NoConfig>({
  name: "credentials-are-secret",
  description: "Client secrets and tokens must be encrypted in the state and hidden in outputs.",
  level: "mandatory",
  config: {},
  check(resources) {
    const credentials = resources.flatMap(credentialsOf).filter((value) => typeof value === "string");
    const long = credentials.filter((value) => value.length >= MIN_LENGTH);
    return resources.flatMap(({ type, urn, properties }) => {
      const isCredential = (name: string, value: unknown) =>
        CREDENTIALS[type]?.includes(name) || containsAny(value, long);
      return Object.entries(properties)
        .filter(([name, value]) => isPlain(value) && isCredential(name, value))
        .map(([name]) => ({ urn, message: violation(type, name) }));
    });
  },
});

/** Rules that check all resources together. */
export const STACK_RULES: readonly StackRule[] = [credentialsAreSecret, ...PLATFORM_RULES];

function credentialsOf({ type, properties }: Resource): unknown[] {
  const values = (CREDENTIALS[type] ?? []).map((name) => properties[name]);
  return values.map((value) => (value instanceof Secret ? value.value : value));
}

function isPlain(value: unknown): boolean {
  return !(value instanceof Secret) && value !== undefined && value !== null && value !== "";
}

/** Whether a value contains one of the credentials at any depth without being marked as secret. */
function containsAny(value: unknown, credentials: readonly string[]): boolean {
  if (typeof value === "string") return containsSecret(value, credentials);
  if (value === UNKNOWN || value instanceof Secret || typeof value !== "object" || value === null) return false;
  return Object.entries(value).some((entry) => entry.some((part) => containsAny(part, credentials)));
}

function violation(type: string, name: string): string {
  const [where, fix] =
    type === "pulumi:pulumi:Stack"
      ? [`The stack output ${name}`, "export pulumi.secret(...) of it"]
      : [`The property ${name}`, `name it in the resource option additionalSecretOutputs, or pass pulumi.secret(...)`];
  return `${where} holds a credential that is not marked as secret: ${fix}.`;
}
