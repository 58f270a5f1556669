import { z } from "zod";
import { AZURE_DEVOPS_SERVICES } from "../../platforms/azureDevOpsHost.ts";
import { SCM_IDS, type ScmId, scmHostProblem, serverHostProblem } from "../../platforms/ona.ts";
import { urlProblem } from "../../provider-kit/hosts.ts";
import { type Problem, refuse } from "../../provider-kit/problem.ts";

export const runnerId = z.guid("must be a UUID, as in the address of the runner's page").toLowerCase();

export const scmId = z.enum(SCM_IDS, `must be ${SCM_IDS.join(" or ")}`).default("azuredevops_entra");

export function isScmId(value: string): value is ScmId {
  return (SCM_IDS as readonly string[]).includes(value);
}

const EXAMPLE_ISSUER = "https://login.microsoftonline.com/<tenant>/v2.0";

function issuerProblem(value: string): Problem | undefined {
  return urlProblem(value, EXAMPLE_ISSUER);
}

/** Which host an integration may have depends on its kind, so the lifecycle refuses the rest. */
function anyHostProblem(value: string): Problem | undefined {
  const problem = scmHostProblem(value);
  return problem === undefined || serverHostProblem(value) === undefined ? undefined : problem;
}

/** What the program sets. */
export const inputSchema = z.object({
  runnerId: runnerId.meta({
    description:
      "Id (UUID) of the runner that gets the integration. Changing it replaces the integration, which deletes the sign-ins of all people who use it.",
    replaces: true,
  }),
  scmId: scmId.meta({
    description:
      "Kind of source control: `azuredevops_entra` (Azure DevOps Services, people sign in by Entra) or `azuredevops_server` (a server of your own, which takes personal access tokens only). Changing it replaces the integration, which deletes the sign-ins of all people who use it.",
    replaces: true,
  }),
  host: z
    .string(`must be a host such as ${AZURE_DEVOPS_SERVICES}`)
    .toLowerCase()
    .check(refuse(anyHostProblem))
    .optional()
    .meta({
      description: `Host of Azure DevOps, without scheme; the organization's name may follow, as in \`dev.azure.com/acme\`. Unset: what the runner says, else \`${AZURE_DEVOPS_SERVICES}\`; an existing integration keeps its own. Changing it replaces the integration, which deletes the sign-ins of all people who use it.`,
      replaces: true,
    }),
  clientId: z.string("must be text").trim().min(1, "must not be empty").optional().meta({
    description:
      "Application (client) id of the Entra app registration. Required for `azuredevops_entra` unless people use personal access tokens alone. Changing it updates the integration, and people connect again. Removing it turns OAuth off, which deletes the sign-ins of all people who use it.",
  }),
  clientSecret: z.string("must be text").min(1, "must not be empty").optional().meta({
    description:
      "Client secret of the app registration. Ona encrypts it for the runner and never returns it in plain text. Changing it updates the integration; people stay signed in.",
    secret: true,
  }),
  issuerUrl: z.string("must be a URL").check(refuse(issuerProblem)).optional().meta({
    description:
      "Issuer of the Entra tenant's tokens, `https://login.microsoftonline.com/<tenant>/v2.0`. Required with `clientId`. Changing it updates the integration, and people connect again.",
  }),
  pat: z.boolean("must be true or false").optional().meta({
    description:
      "Whether people may connect with a personal access token instead. Unset: stays as it is, off for a new integration. Turning it off deletes the tokens that people have stored.",
  }),
  virtualDirectory: z.string("must be text").optional().meta({
    description:
      "Path of the collections on an Azure DevOps Server, such as `tfs`. For `azuredevops_server` only. Changing it updates the integration.",
  }),
  adoptExisting: z.boolean("must be true or false").default(false).meta({
    description:
      "Take over the integration that the runner already has for this host and kind with another app, instead of failing. It gets these credentials, and destroying the resource deletes it. Changing it alone does nothing to an existing integration.",
  }),
  verifyCredentials: z.boolean("must be true or false").default(true).meta({
    description:
      "Let the runner validate the integration, and prove at Entra that it accepts the client secret, before Ona gets it. Entra may refuse a new secret for some seconds, so this tries for up to 90 seconds. Changing it alone does nothing to an existing integration.",
  }),
});

const problem = z
  .object({
    field: z.string().meta({
      description: "What is wrong: `scmId`, `host`, `oauth`, `pat`, `clientSecret`, or `runner` where it cannot say.",
    }),
    message: z.string().meta({ description: "Why, in the words of who found it." }),
  })
  .meta({ id: "ScmIntegrationProblem", description: "What is wrong with an integration." });

/** What Ona and the runner answer. */
export const outputSchema = z.object({
  host: z.string().meta({ description: "Host of Azure DevOps." }),
  pat: z.boolean().meta({ description: "Whether people may connect with a personal access token." }),
  verified: z.boolean().meta({
    description: "Whether the runner says that the integration is valid. A refresh asks again.",
  }),
  problems: z.array(problem).meta({
    description: "What the runner, or Entra about the client secret, says is wrong. Empty when nothing is.",
  }),
  redirectUri: z.string().meta({
    description: "Redirect URI that the app registration must have on the platform Web. It is the runner's.",
  }),
  connectUrl: z.string().meta({
    description: "Link by which each person connects to Azure DevOps. Empty where Ona gives none.",
  }),
  secretFingerprint: z.string().optional().meta({
    description:
      "Hash of the encrypted client secret (SHA-256). It shows when somebody else has changed the secret, and tells the integration of this program from one that somebody made since.",
  }),
});

export type Inputs = z.output<typeof inputSchema>;
export type Outputs = z.output<typeof outputSchema>;
export type State = Inputs & Outputs;
export type ScmProblem = z.output<typeof problem>;
