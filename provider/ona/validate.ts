import type { OperationContext } from "../../provider-kit/resource.ts";
import { ApiError } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import { lastingVerdict, proveCredentials } from "../entra/credentialProof.ts";
import { type Credentials, lastingText, mayPass, tokenUrlOf } from "../entra/tokenEndpoint.ts";
import { invalid, runnerProblem, unvalidated } from "./explain.ts";
import { CHANGED, hasOtherSecret, isForeign, REDACTED, toNew, type Wanted } from "./mapping.ts";
import type { Inputs, ScmProblem, State } from "./schema.ts";
import type { OnaServices } from "./services.ts";
import type { ScmIntegration, Validation } from "./types.ts";

/** How long a runner may refuse credentials that Entra has just accepted here, in milliseconds, and between two questions. */
const REPLICATION = 30_000;
const STEP = 3_000;

/**
 * Proves before a write that the integration will work: at Entra and by the runner.
 *
 * @param id of the integration that there is already
 * @returns what the runner says is wrong, where `verifyCredentials` is false
 * @throws ProviderError where something is wrong and `verifyCredentials` is true
 */
export async function prove(
  services: OnaServices,
  wanted: Wanted,
  id: string | undefined,
  context: OperationContext,
): Promise<ScmProblem[]> {
  const { verifyCredentials } = wanted;
  const credentials = credentialsOf(wanted);
  if (credentials) await proveCredentials({ ...credentials, verifyCredentials }, services.tryCredentials, context);
  const validation = { ...toNew(wanted), ...(id !== undefined && { id }) };
  const problems = await problemsAfterReplication(services, validation, context, verifyCredentials);
  if (!verifyCredentials || problems.length === 0) return problems;
  const [first] = problems;
  throw first?.field === "runner" ? unvalidated(first, wanted) : invalid(problems, wanted);
}

async function problemsAfterReplication(
  services: OnaServices,
  validation: Validation,
  context: OperationContext,
  patient: boolean,
): Promise<ScmProblem[]> {
  for (let waited = 0; ; waited += STEP) {
    const problems = await askRunner(services, validation, context);
    const passing = problems.length > 0 && problems.every(({ message }) => mayPass(message));
    if (!patient || !passing || waited >= REPLICATION) return problems;
    context.log.status(`waiting for Entra to know the new client secret: ${problems[0]?.message}`);
    await context.clock.sleep(STEP, context.signal);
  }
}

/** What Entra can be asked about; undefined without an app, or with an issuer that is not Entra's. */
function credentialsOf({
  clientId,
  clientSecret,
  issuerUrl,
}: Pick<Inputs, "clientId" | "clientSecret" | "issuerUrl">): Credentials | undefined {
  const tokenUrl = issuerUrl && tokenUrlOf(issuerUrl);
  if (!tokenUrl || clientId === undefined || clientSecret === undefined) return undefined;
  return { tokenUrl, clientId, clientSecret };
}

/** What is wrong with an integration by the word of its runner, and of Entra about the secret that the program gave. */
export async function problemsOf(
  services: OnaServices,
  live: ScmIntegration,
  state: State,
  inputs: Partial<Inputs>,
  context: OperationContext,
): Promise<ScmProblem[]> {
  const problems = await askRunner(services, { ...live, clientSecret: live.encryptedSecret }, context);
  const { clientSecret, verifyCredentials } = state;
  const ours = ![undefined, REDACTED, CHANGED].includes(clientSecret) && !isForeign(live, state, inputs);
  const credentials = credentialsOf({ ...live, clientSecret });
  if (!ours || hasOtherSecret(live, state) || verifyCredentials === false || !credentials) return problems;
  const verdict = await lastingVerdict(credentials, services.tryCredentials, context);
  return verdict.kind === "refused" ? [...problems, { field: "clientSecret", message: verdict.reason }] : problems;
}

/** What the runner says is wrong. One that cannot be asked counts as one problem: a refresh goes on without it. */
export async function askRunner(
  { api }: OnaServices,
  validation: Validation,
  context: OperationContext,
): Promise<ScmProblem[]> {
  const { clientSecret } = validation;
  try {
    const problems = await api.validate(validation, calls(context));
    return problems.map(({ field, message }) => ({ field, message: cleared(message) }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason === "unauthenticated" || error.reason === "canceled") throw error;
    const runner = await api.runner(validation.runnerId, calls(context)).catch(() => undefined);
    const why = runnerProblem(runner);
    const said = cleared(error.message);
    return [{ field: "runner", message: why === undefined ? said : `${said}. ${why}` }];
  }

  /** The words go to the state, where they are not secret. What differs with each answer is no change. */
  function cleared(text: string): string {
    const lasting = lastingText(text);
    return typeof clientSecret === "string" ? lasting.replaceAll(clientSecret, "[secret]") : lasting;
  }
}
