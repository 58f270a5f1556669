import { text } from "node:stream/consumers";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { oauthEndpoints } from "../../components/entra/endpoints.ts";
import { lastingVerdict } from "../../provider/entra/credentialProof.ts";
import { tryCredentials } from "../../provider/entra/tokenEndpoint.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import type { Settings } from "../../stack/settings.ts";
import { decrypted } from "../pulumi/workspace.ts";
import type { Target } from "../setup/stack.ts";
import { UsageError } from "../shared/commandLine.ts";
import { plain } from "../shared/text.ts";
import type { Found } from "./find.ts";
import type { AdoptOptions } from "./options.ts";
import { EXISTING_SECRET } from "./settings.ts";

/** What is known of the client secret: the stack has it, somebody gave it, nobody has it, or it has to be asked for. */
export type Secret =
  | { readonly kind: "stored" | "given"; readonly value: string }
  | { readonly kind: "nobody" | "needed" };

/** The secret that the stack has, or that the flags give. */
export async function knownSecret(workspace: LocalWorkspace, target: Target, options: AdoptOptions): Promise<Secret> {
  const stored = Boolean(target.before[EXISTING_SECRET]);
  if (options.secretStdin) {
    const value = (await text(process.stdin)).trim();
    if (value === "") throw new UsageError("--secret-stdin: there is nothing on standard input");
    return { kind: "given", value };
  }
  const key = target.names.key(EXISTING_SECRET);
  if (!options.secret && stored) {
    throw new UsageError(
      `--no-secret: the stack has one, in ${key}. Leave the flag out, or \`pulumi config rm ${key}\``,
    );
  }
  if (!options.secret) return { kind: "nobody" };
  return stored ? { kind: "stored", value: await decrypted(workspace, target.name, key) } : { kind: "needed" };
}

/**
 * Asks Entra whether it accepts the secret.
 *
 * @returns a warning where that cannot be known
 * @throws WrongSecret
 */
export async function proveSecret(
  clientSecret: string,
  { application, principal }: Found,
  { authorityHost, tenantId }: Settings,
): Promise<string | undefined> {
  if (principal === undefined) {
    return "the client secret could not be tried, because the app has no service principal yet";
  }
  const { appId: clientId } = application;
  const { tokenUrl } = oauthEndpoints(authorityHost, tenantId);
  const { signal } = new AbortController();
  const verdict = await lastingVerdict({ tokenUrl, clientId, clientSecret }, tryCredentials, {
    clock: systemClock,
    signal,
  });
  if (verdict.kind === "accepted") return undefined;
  if (verdict.kind === "refused") throw new WrongSecret(clientId, verdict.reason);
  return `nobody knows whether Entra accepts the client secret, because ${tokenUrl} does not say: ${plain(verdict.reason)}`;
}

/** Entra refuses the secret. */
export class WrongSecret extends Error {
  override readonly name = "WrongSecret";

  constructor(clientId: string, reason: string) {
    super(
      `Entra refuses this client secret of ${plain(clientId)}: ${plain(reason).replace(/\.$/, "")}. Give the value of the secret, not its id; ` +
        "if nobody has the one that the platform uses, use --no-secret",
    );
  }
}
