import type { MessageInitShape } from "@bufbuild/protobuf";
import { type Answer, emptyAnswer } from "../connect/connection.ts";
import type {
  CreateSCMIntegrationRequestSchema,
  RunnerConfigurationSchema,
  SCMIntegration,
  SCMIntegrationValidationResult,
  UpdateSCMIntegrationRequestSchema,
  ValidateRunnerConfigurationRequestSchema,
} from "./gen/gitpod/v1/runner_configuration_pb.js";
import type {
  NewScmIntegration,
  ScmIntegration,
  ScmIntegrationChanges,
  ScmOffer,
  Validation,
  ValidationProblem,
} from "./types.ts";

export { RunnerConfigurationService as service } from "./gen/gitpod/v1/runner_configuration_pb.js";

export function required(value: string, what: string, answer: Answer): string {
  if (value === "") throw emptyAnswer(what, answer);
  return value;
}

export function creation(integration: NewScmIntegration): MessageInitShape<typeof CreateSCMIntegrationRequestSchema> {
  const { runnerId, scmId, host, pat, clientId, clientSecret, issuerUrl, virtualDirectory } = integration;
  return given({
    runnerId,
    scmId,
    host,
    pat,
    oauthClientId: clientId,
    oauthPlaintextClientSecret: clientSecret,
    issuerUrl,
    virtualDirectory,
  });
}

export function update(
  id: string,
  { clientId, clientSecret, issuerUrl, pat, virtualDirectory }: ScmIntegrationChanges,
): MessageInitShape<typeof UpdateSCMIntegrationRequestSchema> {
  return given({
    id,
    oauthClientId: clientId,
    oauthPlaintextClientSecret: clientSecret,
    issuerUrl,
    pat,
    virtualDirectory,
  });
}

export function validation(integration: Validation): MessageInitShape<typeof ValidateRunnerConfigurationRequestSchema> {
  const { runnerId, id, scmId, host, pat, clientId, clientSecret, issuerUrl, virtualDirectory } = integration;
  return {
    runnerId,
    scmIntegration: {
      ...given({ id, scmId, host, pat, oauthClientId: clientId, issuerUrl, virtualDirectory }),
      oauthClientSecret: secretOf(clientSecret),
    },
  };
}

function secretOf(secret: Validation["clientSecret"]) {
  if (secret === undefined) return { case: undefined };
  if (typeof secret === "string") return { case: "oauthPlaintextClientSecret" as const, value: secret };
  return { case: "oauthEncryptedClientSecret" as const, value: new Uint8Array(secret) };
}

type Given<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** Without what is undefined, so that Ona leaves it as it is. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

export function readIntegration(message: SCMIntegration | undefined, answer: Answer): ScmIntegration {
  if (message === undefined || message.id === "") throw emptyAnswer("integration", answer);
  const { id, runnerId, scmId, host, pat, oauth, virtualDirectory } = message;
  return {
    id,
    runnerId,
    scmId,
    host: host.toLowerCase(),
    pat,
    clientId: oauth?.clientId || undefined,
    issuerUrl: oauth?.issuerUrl || undefined,
    encryptedSecret:
      oauth === undefined || oauth.encryptedClientSecret.length === 0 ? undefined : oauth.encryptedClientSecret,
    virtualDirectory: virtualDirectory || undefined,
  };
}

export function readOffer(
  schema: RunnerConfigurationSchema | undefined,
  scmId: string,
  answer: Answer,
): ScmOffer | undefined {
  if (schema === undefined) throw emptyAnswer("configuration of the runner", answer);
  const scm = schema.scm.find((each) => each.scmId === scmId);
  return scm && { callbackUrl: scm.oauth?.callbackUrl ?? "", defaultHosts: scm.defaultHosts };
}

export function readProblems(result: SCMIntegrationValidationResult | undefined, answer: Answer): ValidationProblem[] {
  if (result === undefined) throw emptyAnswer("validation", answer);
  const fields = [
    { field: "scmId", message: result.scmIdError },
    { field: "host", message: result.hostError },
    { field: "oauth", message: result.oauthError },
    { field: "pat", message: result.patError },
  ] as const;
  const found = fields.flatMap(({ field, message }) => (message ? [{ field, message }] : []));
  if (result.valid || found.length > 0) return result.valid ? [] : found;
  return [{ field: "oauth", message: "the runner says that it is not valid, and not why" }];
}
