import { ProviderError } from "../../provider-kit/errors.ts";
import type { OperationContext } from "../../provider-kit/resource.ts";
import type { Credentials, TryCredentials, Verdict } from "./tokenEndpoint.ts";

interface CredentialsToProve extends Credentials {
  /** False skips the proof. */
  readonly verifyCredentials: boolean;
}

/** How long a refusal may come from replication alone, in milliseconds. */
const PATIENCE = 90_000;
/** The same where Entra knows no service principal of the app, which is more often deleted than new. */
const PRINCIPAL_PATIENCE = 30_000;
/** Milliseconds between the two questions of a refresh. */
const SECOND_LOOK = 3_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 8_000;

const NO_PRINCIPAL = "AADSTS7000229";
const CHECK = "Check that client id, client secret and tenant belong together.";
const NEXT_STEPS: Readonly<Record<string, string>> = {
  [NO_PRINCIPAL]:
    "The app has no service principal in the tenant: somebody deleted its enterprise application. `pulumi up --refresh` makes it again.",
  AADSTS7000222: "The secret has ended. Give `rotationTrigger` another text, or make a new secret.",
};

/** Resolves when Entra accepts the credentials or does not say. Throws when it refuses them for good. */
export async function proveCredentials(
  credentials: CredentialsToProve,
  tryCredentials: TryCredentials,
  context: OperationContext,
): Promise<void> {
  if (!credentials.verifyCredentials) return;
  const { clock, signal, log } = context;
  const begun = clock.now();
  for (let delay = FIRST_DELAY; ; delay = Math.min(delay * 2, LONGEST_DELAY)) {
    const verdict = await tryCredentials(credentials, signal);
    if (verdict.kind === "accepted") return;
    if (verdict.kind === "inconclusive") {
      log.warn(
        `could not prove at ${credentials.tokenUrl} that Entra accepts the client secret, so it is used unproven: ${verdict.reason}`,
      );
      return;
    }
    const deadline = begun + (verdict.code === NO_PRINCIPAL ? PRINCIPAL_PATIENCE : PATIENCE);
    if (!verdict.transient || clock.now() + delay > deadline) throw refusal(verdict, credentials);
    log.status(`waiting for Entra to know the new client secret: ${verdict.reason}`);
    await clock.sleep(delay, signal);
  }
}

/** The verdict of a refresh. A refusal that may pass is asked about once more. */
export async function lastingVerdict(
  credentials: Credentials,
  tryCredentials: TryCredentials,
  { clock, signal }: Pick<OperationContext, "clock" | "signal">,
): Promise<Verdict> {
  const verdict = await tryCredentials(credentials, signal);
  if (verdict.kind !== "refused" || !verdict.transient) return verdict;
  await clock.sleep(SECOND_LOOK, signal);
  return tryCredentials(credentials, signal);
}

function refusal(verdict: Extract<Verdict, { kind: "refused" }>, credentials: Credentials): ProviderError {
  return new ProviderError(
    `Entra refuses the client secret of ${credentials.clientId} at ${credentials.tokenUrl}: ${verdict.reason}. The integration was ` +
      `not changed. ${NEXT_STEPS[verdict.code] ?? CHECK} \`verifyCredentials: false\` skips this check.`,
  );
}
