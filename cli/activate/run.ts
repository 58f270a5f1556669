import { explain } from "../../provider/classic/explain.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { type Integration, integrationsIn } from "../engine/stackExport.ts";
import { chooseStack, openWorkspace, pulumi } from "../pulumi/workspace.ts";
import { openerFor, openPage } from "./browser.ts";
import { type GitpodAccess, gitpodAccess } from "./gitpodAccess.ts";
import { alreadyVerified, deleted, invitation, nowVerified, timedOut } from "./messages.ts";
import type { ActivateOptions } from "./options.ts";
import type { Teller } from "./reporter.ts";
import { selectIntegration } from "./select.ts";
import { type Outcome, waitUntilVerified } from "./wait.ts";

/** What `--json` prints. */
export interface Result {
  readonly stack: string;
  /** Name of the resource in the program. */
  readonly integration: string;
  readonly integrationId: string;
  readonly organizationId: string;
  readonly providerHost: string;
  readonly activationUrl: string;
  readonly verified: boolean;
  readonly outcome: "already-verified" | Outcome;
  readonly waitedSeconds: number;
}

/** Has an owner activate an integration: shows the link and waits. Tells the person how it ended. */
export async function activate(options: ActivateOptions, teller: Teller): Promise<Result> {
  const workspace = await openWorkspace(options.cwd);
  const stack = await chooseStack(workspace, options.stack);
  const state = await pulumi(workspace, "stack", "export", "--stack", stack);
  const integration = selectIntegration(integrationsIn(state), stack, options.integration);
  const access = await gitpodAccess(workspace, stack);
  checkHost(access, integration, stack);

  const before = await access.api.get(integration.id, quietly()).catch(rethrow(integration));
  const started = systemClock.now();
  const outcome = before?.verified
    ? "already-verified"
    : before
      ? await invite(integration, access, options, teller)
      : "deleted";
  const waited = systemClock.now() - started;
  teller.say(ending(outcome, integration, waited, teller));
  return {
    stack,
    integration: integration.name,
    integrationId: integration.id,
    organizationId: integration.organizationId,
    providerHost: integration.providerHost,
    activationUrl: integration.activationUrl,
    verified: outcome === "verified" || outcome === "already-verified",
    outcome,
    waitedSeconds: Math.round(waited / 100) / 10,
  };
}

async function invite(
  integration: Integration,
  { api }: GitpodAccess,
  options: ActivateOptions,
  teller: Teller,
): Promise<Outcome> {
  const opener = options.open && teller.interactive ? openerFor(process.platform, process.env) : undefined;
  const opened = opener !== undefined && (await openPage(integration.activationUrl, opener));
  teller.say(invitation(integration, opened));
  const signal = AbortSignal.timeout(options.timeout);
  const progress = teller.wait("Waiting for the consent");
  try {
    const context = { signal, status: progress.detail };
    return await waitUntilVerified(api, integration.id, context, systemClock).catch(rethrow(integration));
  } finally {
    progress.end();
  }
}

function ending(outcome: Result["outcome"], integration: Integration, waited: number, { styles }: Teller): string {
  switch (outcome) {
    case "already-verified":
      return alreadyVerified(integration, styles);
    case "verified":
      return nowVerified(integration, waited, styles);
    case "deleted":
      return deleted(integration, styles);
    case "timeout":
      return timedOut(waited, styles);
  }
}

/** The token belongs to the installation of the settings, and must not go to another one. */
function checkHost({ host }: GitpodAccess, { gitpodHost }: Integration, stack: string): void {
  if (host === gitpodHost) return;
  throw new Error(
    `the integration was deployed to ${gitpodHost || "an unknown installation"}, and gitpod:host of the stack ${stack} is ${host}: run \`pulumi up\` first`,
  );
}

function quietly() {
  return { signal: new AbortController().signal, status: () => {} };
}

function rethrow({ providerHost, organizationId }: Integration): (error: unknown) => never {
  return (error) => {
    throw explain(error, "read", { host: providerHost, organizationId });
  };
}
