import type { MessageInitShape } from "@bufbuild/protobuf";
import type {
  SCMIntegrationConfig,
  SCMIntegrationValidationResultSchema,
} from "../../provider/ona/gen/gitpod/v1/runner_configuration_pb.js";
import { AZURE_DEVOPS } from "../entra/microsoftApps.ts";
import { requestTokens } from "../requestTokens.ts";
import { discover } from "./discovery.ts";
import type { Runner } from "./runners.ts";
import { SCMS } from "./scms.ts";

type Result = MessageInitShape<typeof SCMIntegrationValidationResultSchema>;

/** What the runner finds when it tries an integration's settings. */
export async function validate(runner: Runner, config: SCMIntegrationConfig): Promise<Result> {
  const errors = {
    scmIdError: SCMS[config.scmId] === undefined ? `"${config.scmId}" is not a supported source control` : undefined,
    hostError: runner.reaches(config.host) ? undefined : `the host "${config.host}" cannot be reached`,
    oauthError: await oauthError(runner, config),
    patError: patError(config),
  };
  const found = Object.entries(errors).filter(([, error]) => error !== undefined);
  return { valid: found.length === 0, ...Object.fromEntries(found) };
}

function patError({ pat, oauthClientId }: SCMIntegrationConfig): string | undefined {
  return pat || oauthClientId ? undefined : "enable personal access tokens where there is no OAuth";
}

/** Signs in as the app, with the endpoints that the issuer publishes. */
async function oauthError(runner: Runner, config: SCMIntegrationConfig): Promise<string | undefined> {
  const { scmId, oauthClientId, issuerUrl } = config;
  if (!oauthClientId) return undefined;
  if (SCMS[scmId]?.oauth === false) return `${SCMS[scmId].name} does not support OAuth`;
  const secret = await clientSecret(runner, config);
  if (secret === undefined) return "the client secret was not encrypted for this runner";
  if (secret === "") return "the client secret is missing";
  if (!issuerUrl) return "the issuer URL is missing";
  const issuer = await discover(issuerUrl);
  if (typeof issuer === "string") return issuer;
  const answer = await requestTokens(issuer.token_endpoint, {
    grant_type: "client_credentials",
    client_id: oauthClientId,
    client_secret: secret,
    scope: `${AZURE_DEVOPS.appId}/.default`,
  });
  return typeof answer === "string" ? answer : undefined;
}

/** Undefined if it cannot be decrypted. */
async function clientSecret(runner: Runner, { oauthClientSecret }: SCMIntegrationConfig): Promise<string | undefined> {
  if (oauthClientSecret.case === "oauthEncryptedClientSecret") return runner.decrypt(oauthClientSecret.value);
  return oauthClientSecret.value ?? "";
}
