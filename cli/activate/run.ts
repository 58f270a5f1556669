import { explain } from "../../provider/classic/explain.ts";
import type { IntegrationApi } from "../../provider/classic/integrationApi.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { type Integration, integrationsIn } from "../engine/stackExport.ts";
import { chooseStack, openWorkspace, pulumi } from "../pulumi/workspace.ts";
import { openerFor, openPage } from "./browser.ts";
import { gitpodAccess } from "./gitpodAccess.ts";
import { alreadyVerified, deleted, invitation, nowVerified, timedOut } from "./messages.ts";
import type { ActivateOptions } from "./options.ts";
import type { Reporter } from "./reporter.ts";
import { selectIntegration } from "./select.ts";

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
  readonly outcome: "already-verified" | WaitOutcome;
  readonly waitedSeconds: number;
}

type WaitOutcome = "verified" | "deleted" | "timeout";

const POLL_INTERVAL = 2_000;

/** Shows the activation link of an integration, waits until an owner has consented, and reports how it ended. */
export async function activate(options: ActivateOptions, reporter: Reporter): Promise<Result> {
  const workspace = await openWorkspace(options.cwd);
  const stack = await chooseStack(workspace, options.stack);
  const state = await pulumi(workspace, "stack", "export", "--stack", stack);
  const integration = selectIntegration(integrationsIn(state), stack, options.integration);
  const { host, api } = await gitpodAccess(workspace, stack);
  checkHost(host, integration, stack);

  const context = { signal: new AbortController().signal, status: () => {} };
  const before = await api.get(integration.id, context).catch(rethrow(integration));
  const started = systemClock.now();
  const outcome = before?.verified
    ? "already-verified"
    : before
      ? await invite(integration, api, options, reporter)
      : "deleted";
  const waited = systemClock.now() - started;
  reporter.print(messageFor(outcome, integration, waited, reporter));
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

/** The token belongs to the installation in the settings and must not be sent to another one. */
function checkHost(host: string, { gitpodHost }: Integration, stack: string): void {
  if (host === gitpodHost) return;
  throw new Error(
    `the integration was deployed to ${gitpodHost || "an unknown installation"}, but gitpod:host of the stack ${stack} is ${host}: run \`pulumi up\` first`,
  );
}

async function invite(
  integration: Integration,
  api: IntegrationApi,
  options: ActivateOptions,
  reporter: Reporter,
): Promise<WaitOutcome> {
  const opener = options.open && reporter.interactive ? openerFor(process.platform, process.env) : undefined;
  const opened = opener !== undefined && (await openPage(integration.activationUrl, opener));
  reporter.print(invitation(integration, opened));
  const progress = reporter.wait("Waiting for the consent");
  const context = { signal: AbortSignal.timeout(options.timeout), status: progress.detail };
  try {
    return await waitUntilVerified(api, integration.id, context).catch(rethrow(integration));
  } finally {
    progress.end();
  }
}

/** Polls Gitpod until the integration is verified or deleted, or the signal aborts. */
async function waitUntilVerified(api: IntegrationApi, id: string, context: CallContext): Promise<WaitOutcome> {
  const { signal } = context;
  try {
    for (;;) {
      const found = await api.get(id, context);
      if (found === undefined) return "deleted";
      if (found.verified) return "verified";
      await systemClock.sleep(POLL_INTERVAL, signal);
    }
  } catch (error) {
    if (signal.aborted) return "timeout";
    throw error;
  }
}

function messageFor(outcome: Result["outcome"], integration: Integration, waited: number, { styles }: Reporter) {
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

function rethrow({ providerHost, organizationId }: Integration): (error: unknown) => never {
  return (error) => {
    throw explain(error, "read", { host: providerHost, organizationId });
  };
}
