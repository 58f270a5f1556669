import { type NoConfig, type Resource, type StackRule, stackRule, UNKNOWN, type Violation } from "./rule.ts";
import { APPLICATION, REGISTRATION } from "./types.ts";
import { record, unmarked } from "./values.ts";

const SCM_INTEGRATION = "gitpod:index:ScmIntegration";
const RUNNER_SCM = "gitpod:index:RunnerScm";

export const ONA_CREDENTIALS = {
  [SCM_INTEGRATION]: ["clientSecret"],
  "gitpod:index:OnaAzureDevOpsIntegration": ["clientSecret"],
};

export const ONA_ENDPOINTS = {
  issuerUrl: { path: /^\/([^/]+)\/(?:oauth2\/)?v2\.0$/, setting: "issuerUrl" },
};

const idTokens = stackRule<NoConfig>({
  name: "no-id-tokens-without-ona",
  description: "Entra may issue ID tokens in a URL only for an app that Ona uses.",
  level: "mandatory",
  config: {},
  check(resources) {
    const users = resources
      .filter(({ type }) => type === SCM_INTEGRATION)
      .map(({ properties }) => unmarked(properties));
    const clientIds = users.map((properties) => record(properties).clientId).filter((id) => id !== undefined);
    return resources.flatMap((resource) => idTokenViolations(resource, clientIds));
  },
});

export const ONA_RULES: readonly StackRule[] = [idTokens];

/** The redirect URIs of the runners in the stack; a preview may not know one yet. An Azure DevOps Server has none. */
export function redirectUrisOfRunners(resources: readonly Resource[]): unknown[] {
  return resources
    .filter(({ type }) => type === RUNNER_SCM || type === SCM_INTEGRATION)
    .map(({ properties }) => unmarked(properties.redirectUri) ?? UNKNOWN)
    .filter((uri) => uri !== "");
}

function idTokenViolations({ type, urn, properties }: Resource, clientIds: readonly unknown[]): Violation[] {
  if (type !== APPLICATION && type !== REGISTRATION) return [];
  const app = record(unmarked(properties));
  const names = [
    ...(record(record(app.web).implicitGrant).idTokenIssuanceEnabled === true
      ? ["web.implicitGrant.idTokenIssuanceEnabled"]
      : []),
    ...(app.implicitIdTokenIssuanceEnabled === true ? ["implicitIdTokenIssuanceEnabled"] : []),
  ];
  // A preview does not know the id of a new app.
  const clientId = app.clientId ?? UNKNOWN;
  const used = clientId === UNKNOWN ? clientIds.length > 0 : clientIds.some((id) => id === clientId || id === UNKNOWN);
  if (used) return [];
  const why = "is true, but no integration of Ona in this stack uses the app: set it to false, or remove it.";
  return names.map((name) => ({ urn, message: `${name} ${why}` }));
}
