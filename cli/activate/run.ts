import type { PlatformName } from "../../platforms/index.ts";
import type { Config } from "../../provider/config.ts";
import type { CallContext } from "../../provider/connect/retry.ts";
import { systemClock } from "../../provider-kit/clock.ts";
import { type Integration, integrationsIn } from "../engine/stackExport.ts";
import type { Named } from "../places/label.ts";
import { PlaceNames } from "../places/names.ts";
import { chooseStack, openWorkspace, pulumi } from "../pulumi/workspace.ts";
import { gitpodSettings } from "../shared/gitpodSettings.ts";
import { duration } from "../shared/terminal.ts";
import { openerFor, openPage } from "./browser.ts";
import { timedOut } from "./messages.ts";
import type { ActivateOptions } from "./options.ts";
import type { Activation, Standing } from "./platform.ts";
import { ACTIVATIONS } from "./platforms.ts";
import type { Reporter } from "./reporter.ts";
import { selectIntegration } from "./select.ts";

/** How the command ended: nothing was left to do, the wait ended so, or there was nothing to wait for. */
type Ending = "already" | Exclude<Standing, "waiting"> | "timeout";

export interface Result {
  /** What `--json` prints. */
  readonly document: object;
  readonly ok: boolean;
}

const POLL_INTERVAL = 2_000;

/** Shows the link of an integration, waits until a person has done their part, and reports how it ended. */
export async function activate(options: ActivateOptions, reporter: Reporter): Promise<Result> {
  const workspace = await openWorkspace(options.cwd);
  const stack = await chooseStack(workspace, options.stack);
  const state = await pulumi(workspace, "stack", "export", "--stack", stack);
  let read: Promise<Config> | undefined;
  const settings = () => (read ??= gitpodSettings(workspace, stack));
  const integration = selectIntegration(await named(integrationsIn(state), settings), stack, options.integration);
  const { platform, name, id, place, placeName, providerHost } = integration;
  const activation = ACTIVATIONS[platform.name](integration, await settings(), stack);

  const before = await activation.check({ signal: new AbortController().signal, status: () => {} });
  const started = systemClock.now();
  const ending = before === "waiting" ? await invite(activation, options, reporter) : before;
  const outcome = before === "done" ? "already" : ending;
  const waited = systemClock.now() - started;
  reporter.print(messageFor(outcome, activation, platform.name, waited, reporter));
  const reached = ending === "done";
  return {
    document: {
      stack,
      integration: name,
      platform: platform.name,
      integrationId: id,
      [platform.placeId]: place,
      [platform.placeName]: placeName ?? null,
      providerHost,
      [platform.link]: activation.link(),
      [activation.goal]: reached,
      outcome: outcomeName(outcome, activation),
      waitedSeconds: Math.round(waited / 100) / 10,
    },
    ok: reached || ending === "noPerson",
  };
}

async function named(
  integrations: readonly Integration[],
  settings: () => Promise<Config>,
): Promise<Named<Integration>[]> {
  const names = new PlaceNames();
  names.learn(integrations, settings);
  await names.finish();
  return names.named(integrations);
}

async function invite(
  activation: Activation,
  options: ActivateOptions,
  reporter: Reporter,
): Promise<Exclude<Ending, "already">> {
  const opener = options.open && reporter.interactive ? openerFor(process.platform, process.env) : undefined;
  const opened = opener !== undefined && (await openPage(activation.link(), opener));
  reporter.print(activation.invitation(opened));
  const progress = reporter.wait(`Waiting for ${activation.awaited}`);
  try {
    return await waitFor(activation, { signal: AbortSignal.timeout(options.timeout), status: progress.detail });
  } finally {
    progress.end();
  }
}

/** Polls the platform until the integration is in use or deleted, or the signal aborts. */
async function waitFor(activation: Activation, context: CallContext): Promise<Exclude<Ending, "already">> {
  const { signal } = context;
  try {
    for (;;) {
      const standing = await activation.check(context);
      if (standing !== "waiting") return standing;
      await systemClock.sleep(POLL_INTERVAL, signal);
    }
  } catch (error) {
    if (signal.aborted) return "timeout";
    throw error;
  }
}

function outcomeName(ending: Ending, { goal }: Activation): string {
  const names = {
    already: `already-${goal}`,
    done: goal,
    deleted: "deleted",
    timeout: "timeout",
    noPerson: "no-person",
  };
  return names[ending];
}

function messageFor(
  ending: Ending,
  activation: Activation,
  platform: PlatformName,
  waited: number,
  { styles }: Reporter,
): string {
  switch (ending) {
    case "already":
      return `${styles.green("✓")} ${activation.already}`;
    case "done":
      return `${styles.green("✓")} ${activation.done(duration(waited))}`;
    case "deleted":
      return `${styles.red("✗")} ${activation.deleted}`;
    case "noPerson":
      return activation.noPerson ?? "";
    case "timeout":
      return timedOut(platform, activation, waited, styles);
  }
}
