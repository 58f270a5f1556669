import { errorMessage } from "../../provider-kit/errors.ts";
import { ProjectNameError } from "../../stack/projectNames.ts";
import { createMask } from "../engine/mask.ts";
import { EntraError } from "../entra/errors.ts";
import { CliUnavailable } from "../pulumi/sources.ts";
import { PulumiFailure } from "../pulumi/workspace.ts";
import { UsageError } from "../shared/commandLine.ts";
import { visible } from "../shared/text.ts";
import type { Check } from "./check.ts";
import { backend } from "./checks/backend.ts";
import { certificates } from "./checks/certificates.ts";
import { deployedHost } from "./checks/deployedHost.ts";
import { languageHost } from "./checks/languageHost.ts";
import { lastUpdate } from "./checks/lastUpdate.ts";
import { mixedClouds } from "./checks/mixedClouds.ts";
import { node } from "./checks/node.ts";
import { oauthPolicy } from "./checks/oauthPolicy.ts";
import { packages } from "./checks/packages.ts";
import { pendingOperations } from "./checks/pendingOperations.ts";
import { platformChecks } from "./checks/platforms.ts";
import { azureadPlugin, azureNativePlugin, gitpodPlugin } from "./checks/plugins.ts";
import { project } from "./checks/project.ts";
import { programProxy, proxy } from "./checks/proxy.ts";
import { pulumiCli } from "./checks/pulumiCli.ts";
import { secrets } from "./checks/secrets.ts";
import { settings } from "./checks/settings.ts";
import { stack } from "./checks/stack.ts";
import { application } from "./entra/application.ts";
import { consent } from "./entra/consent.ts";
import { graphReachable, loginReachable } from "./entra/reach.ts";
import { rights } from "./entra/rights.ts";
import { signIn } from "./entra/signIn.ts";
import type { Facts } from "./facts.ts";
import { NotKnown, type Result, sentence, unknown } from "./model.ts";

/** Everything that is looked at, in the order of the report. */
export const CHECKS: readonly Check[] = [
  node,
  pulumiCli,
  languageHost,
  proxy,
  programProxy,
  certificates,
  loginReachable,
  graphReachable,
  project,
  packages,
  gitpodPlugin,
  azureadPlugin,
  azureNativePlugin,
  backend,
  stack,
  secrets,
  settings,
  mixedClouds,
  signIn,
  rights,
  application,
  consent,
  ...platformChecks,
  oauthPolicy,
  pendingOperations,
  lastUpdate,
  deployedHost,
];

/**
 * Runs checks at the same time, and returns their findings in the order of the checks.
 *
 * @param done called after each check, with the number of those that have ended
 */
export async function runChecks(
  facts: Facts,
  checks: readonly Check[] = CHECKS,
  done: (count: number) => void = () => undefined,
): Promise<Result[]> {
  let count = 0;
  const results = await Promise.all(
    checks.map(async (check) => {
      const found = await findingsOf(check, facts);
      done(++count);
      return found;
    }),
  );
  return results.flat();
}

async function findingsOf(check: Check, facts: Facts): Promise<Result[]> {
  const { group, name } = check;
  const mask = createMask(facts.env);
  // Names and answers may hold what moves a terminal's cursor.
  const shown = (text: string) => visible(mask.text(text));
  try {
    if (check.online && facts.offline) return [{ group, name, ...unknown("Not asked, because of --offline.") }];
    const findings = await check.run(facts);
    return findings.map(({ outcome, message, fix }) => {
      return { group, name, outcome, message: shown(message), fix: fix && shown(fix) };
    });
  } catch (error) {
    // One odd answer must not cost the rest of the report.
    const message = isMissingFact(error) ? errorMessage(error) : `This check failed: ${errorMessage(error)}`;
    return [{ group, name, ...unknown(shown(sentence(message))) }];
  }
}

/** The check that is about the missing fact says what to do. */
function isMissingFact(error: unknown): boolean {
  return [NotKnown, EntraError, PulumiFailure, CliUnavailable, UsageError, ProjectNameError].some(
    (type) => error instanceof type,
  );
}
