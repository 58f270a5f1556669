import { NO_END, secretDays } from "./lifetime.ts";
import { type NoConfig, type ResourceRule, resourceRule } from "./rule.ts";
import { APPLICATION, kindOf, OTHER_CREDENTIAL, PASSWORD, ROTATION, SERVICE_PRINCIPAL_PASSWORD } from "./types.ts";

const secretLifetime = resourceRule<{ maxDays: number }>({
  name: "secret-lifetime",
  description: "A client secret must end within half a year.",
  level: "mandatory",
  types: [PASSWORD, SERVICE_PRINCIPAL_PASSWORD, ROTATION],
  config: {
    maxDays: { type: "integer", minimum: 1, default: 180, description: "The longest lifetime allowed, in days." },
  },
  check({ type, properties }, { maxDays }, { now }) {
    const days = type === ROTATION ? (properties.lifetimeDays ?? 180) : secretDays(properties, now);
    if (typeof days !== "number" || days <= maxDays) return [];
    const set = `pulumi config set secretLifetimeDays ${maxDays}`;
    return [`The client secret ${lifetime(days)}; ${maxDays} days are allowed: ${set}`];
  },
});

const noOtherCredentials = resourceRule<NoConfig>({
  name: "no-other-credentials",
  description: "The rotated client secret must be the app's only credential.",
  level: "mandatory",
  types: [APPLICATION, OTHER_CREDENTIAL],
  config: {},
  check({ type, properties: { password } }) {
    const found = type === APPLICATION ? "The app's property password" : kindOf(type);
    if (type === APPLICATION && (password === undefined || password === null)) return [];
    return [`${found} lets others act as the app, and is never rotated: remove it.`];
  },
});

export const CREDENTIAL_RULES: readonly ResourceRule[] = [secretLifetime, noOtherCredentials];

function lifetime(days: number): string {
  if (Number.isNaN(days)) return "has an invalid end date";
  return days === NO_END ? "has no end date, so Entra gives it two years" : `is valid for ${Math.ceil(days)} days`;
}
