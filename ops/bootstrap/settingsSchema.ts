import { z } from "zod";
import { describeSchema } from "../../stack/settingsReader.ts";

/** Namespace of the stack settings in the code. In a stack it is the project's name. */
export const NAMESPACE = "gitpod-azure-devops-bootstrap";

const OBJECT_ID = "must be a UUID: the object id of a person or a service principal";
const ISSUER = "must be a URL that starts with https:// and does not end with a slash, exactly as tokens have it";
const SUBJECT =
  "must be the subject that the service connection shows: /eid1/…/sc/<organization id>/<connection id>, " +
  "or sc://<organization>/<project>/<service connection>";

/** Entra compares case-sensitively, and tokens have the host, and a tenant in the path, in lower case. */
const issuer = () =>
  z
    .string()
    .regex(/^https:\/\/[^\s/]+(\/[^\s/]+)*$/i, ISSUER)
    .transform((url) => url.replace(/^[^/]*\/\/[^/]*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, lowerCase));
/** Entra shows object ids in lower case. */
const objectId = () => z.guid(OBJECT_ID).transform(lowerCase);
const pipelinesSubject = () =>
  z.string().regex(/^(sc:\/\/[^/*]+(\/[^/*]+){2}|\/eid1\/[^\s*]+\/sc\/[^\s/*]+\/[^\s/*]+)$/, SUBJECT);

/** The settings. The example stands for the value in a command that sets it. */
export const settingsSchema = z
  .strictObject({
    applicationName: z
      .string()
      .trim()
      .min(1, "must not be blank")
      .max(100, "must have at most 100 characters")
      .default("Gitpod Azure DevOps")
      .meta({ description: "Prefix of the names of both apps.", example: "<text>" }),
    owners: z.array(objectId(), "must be a list of object ids").default([]).meta({
      description: "Object ids of the people who own both apps.",
      example: "<object-id>",
    }),
    serviceManagementReference: z.string().trim().min(1, "must not be blank").optional().meta({
      description: "Reference of both apps in your service catalogue, where the tenant demands one.",
      example: "<text>",
    }),
    githubRepository: z
      .string()
      .regex(
        /^(?:[\w-]+\/[\w.-]+|[\w-]+@\d+\/[\w.-]+@\d+)$/,
        "must be <owner>/<repository>, or <owner>@<id>/<repository>@<id> where GitHub puts ids into its tokens",
      )
      .optional()
      .meta({ description: "GitHub repository whose environments are trusted.", example: "<owner>/<repository>" }),
    githubIssuer: issuer().default("https://token.actions.githubusercontent.com").meta({
      description: "Issuer of GitHub's tokens. On GitHub Enterprise Server: `https://<host>/_services/token`.",
      example: "https://<host>/_services/token",
    }),
    gitlabProject: z
      .string()
      .regex(/^[\w.-]+(\/[\w.-]+)+$/, "must be <group>/<project>, with all subgroups")
      .optional()
      .meta({ description: "GitLab project whose branch is trusted.", example: "<group>/<project>" }),
    gitlabBranch: z
      .string()
      .regex(/^[^\s*?:[\]]+$/, "must be the name of one branch: a pattern would let other branches deploy")
      .default("main")
      .meta({ description: "The branch that deploys. It must be protected.", example: "<branch>" }),
    gitlabProtectedEnvironments: z.enum(["true", "false"], "must be true or false").default("true").meta({
      description:
        "Whether a token must also come from a protected environment. Set `false` on GitLab Free, which has none: then only the branch is checked.",
      example: "<true or false>",
    }),
    gitlabIssuer: issuer().default("https://gitlab.com").meta({
      description: "Issuer of GitLab's tokens: the URL of the installation.",
      example: "https://<host>",
    }),
    azurePipelinesPreviewSubject: pipelinesSubject().optional().meta({
      description: "Subject that the service connection `gitpod-preview` shows.",
      example: "<subject>",
    }),
    azurePipelinesProductionSubject: pipelinesSubject().optional().meta({
      description: "Subject that the service connection `gitpod-production` shows.",
      example: "<subject>",
    }),
    azurePipelinesIssuer: issuer().optional().meta({
      description:
        "Issuer that both service connections show. Unset: `https://login.microsoftonline.com/<tenant>/v2.0`.",
      example: "https://vstoken.dev.azure.com/<organization-id>",
    }),
  })
  .refine(
    ({ azurePipelinesPreviewSubject: preview, azurePipelinesProductionSubject: production }) =>
      preview === undefined || preview !== production,
    {
      path: ["azurePipelinesPreviewSubject"],
      error: "is the subject of the production connection too: whoever previews could deploy",
    },
  )
  .refine(
    (settings) => {
      const { azurePipelinesPreviewSubject, azurePipelinesProductionSubject, azurePipelinesIssuer = "" } = settings;
      const byName = [azurePipelinesPreviewSubject, azurePipelinesProductionSubject].map((subject) =>
        subject?.startsWith("sc:"),
      );
      const devOpsIssuer = azurePipelinesIssuer.startsWith("https://vstoken.dev.azure.com/");
      return byName.every((named) => named === undefined || named === devOpsIssuer);
    },
    {
      path: ["azurePipelinesIssuer"],
      error:
        "does not match the subjects: those that start with sc:// need https://vstoken.dev.azure.com/<organization-id>, " +
        "those with /eid1/ the tenant's own issuer, which is the default",
    },
  );

function lowerCase(text: string): string {
  return text.toLowerCase();
}

/** Names of all settings. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as readonly (keyof typeof settingsSchema.shape)[];

/** Describes every setting, in the schema's order. */
export function describeSettings() {
  return describeSchema(settingsSchema);
}
