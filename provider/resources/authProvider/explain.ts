import type { AuthProvider } from "../../gitpod/authProviders.ts";
import { type ErrorCode, GitpodError } from "../../gitpod/errors.ts";
import { ProviderError } from "../../server/errors.ts";
import type { Inputs } from "./schema.ts";

const OWNER =
  "The token must belong to an owner of the organization and have access to all functions; check organizationId too.";
const LAST_SETTINGS = "Then run a plain `pulumi up` first: refresh and destroy use the settings of the last one.";
const NEXT_STEPS: Partial<Record<ErrorCode, string>> = {
  unauthenticated: `Gitpod does not accept the token: make a new personal access token as an organization owner and set it with \`pulumi config set --secret gitpod:token\`. ${LAST_SETTINGS}`,
  permission_denied: OWNER,
  not_found: OWNER,
  resource_exhausted:
    "Run `pulumi up` again later, or allow more attempts with `pulumi config set gitpod:maxRetries 20`.",
  unimplemented: "No such API answers there: check gitpod:host and gitpod:apiUrl.",
};
const MESSAGES: readonly [pattern: RegExp, nextStep: string][] = [
  [
    /unexpected service type/i,
    "Gitpod offers Azure DevOps on Enterprise and dedicated installations only: check gitpod:host.",
  ],
  [
    /host could not be reached/i,
    "Gitpod itself must be able to reach that host: check the host property and the installation's network.",
  ],
  [/override an existing provider/i, "That host is built into this Gitpod installation and needs no integration."],
  [
    /no trusted TLS/,
    "For a private certificate authority, name its certificate in the environment variable NODE_EXTRA_CA_CERTS.",
  ],
  [
    /HTTP 3\d\d/,
    `The API redirects, and the token is not sent after a redirect: set gitpod:apiUrl to the final address. ${LAST_SETTINGS}`,
  ],
  [
    /cannot be reached/,
    `Check gitpod:host, gitpod:apiUrl, and the network or proxy (HTTPS_PROXY) between here and Gitpod. ${LAST_SETTINGS}`,
  ],
];

/** A failed call in words that say what was tried, where, and what to do next. Other errors pass as they are. */
export function explain(error: unknown, tried: string, inputs: Pick<Inputs, "host" | "organizationId">): unknown {
  if (!(error instanceof GitpodError)) return error;
  const place = `the integration for ${inputs.host} in organization ${inputs.organizationId}`;
  return new ProviderError(`could not ${tried} ${place}: ${error.quoted}. ${nextStep(error)}`, { cause: error });
}

function nextStep(error: GitpodError): string {
  const byMessage = MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1];
  return (
    byMessage ?? NEXT_STEPS[error.code] ?? "Run `pulumi up` again; it goes on from here, and nothing is made twice."
  );
}

/** The organization already has an integration for the host, and it is not this resource's. */
export function conflict(existingId: string, urn: string, inputs: Inputs): ProviderError {
  return new ProviderError(
    `the organization ${inputs.organizationId} already has an integration for ${inputs.host}, with id ${existingId} and another ` +
      "client id. To give that one these credentials, set adoptExisting to true (`adoptExisting: true`, or " +
      "`pulumi config set adoptExisting true` where it is a stack setting). To manage it with its own, run " +
      `\`${importCommand(existingId, urn)}\`. Else delete it in Gitpod under Organization Settings > Git Providers.`,
  );
}

/** The organization has something else for the host, which no update can make an integration with Azure DevOps. */
export function otherType({ id, type }: AuthProvider, inputs: Inputs): ProviderError {
  return new ProviderError(
    `the organization ${inputs.organizationId} already has an integration for ${inputs.host}, with id ${id} and of the type ${type}. ` +
      "It is not for Azure DevOps and cannot be taken over: choose another host, or delete it in Gitpod under Organization " +
      "Settings > Git Providers.",
  );
}

/** A URN names the types of a resource's parents, but not their names, which the person has to fill in. */
function importCommand(id: string, urn: string): string {
  const [, , types = "", name = "<name>"] = urn.split("::");
  const parent = types.includes("$") ? " --parent parent=<URN of its component>" : "";
  return `pulumi import gitpod:index:AuthProvider ${name} ${id}${parent} --protect=false --generate-code=false`;
}
