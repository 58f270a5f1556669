import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import type { PlatformName } from "../../platforms/index.ts";
import { approve } from "../../sandbox/browser.ts";
import { type AzureadKind, describeAzuread, inAnyProject, type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { platformOfType } from "../engine/resourceKinds.ts";
import { throwawayStack } from "../engine/throwawayStack.ts";
import { installAzuread } from "../pulumi/azureadInstall.ts";
import { findPulumi } from "../pulumi/find.ts";
import { type Output, stylesFor } from "../shared/terminal.ts";
import { table } from "../status/table.ts";
import { type Context, statusOf } from "./context.ts";
import { drift } from "./drift.ts";
import { changesBeside, engineFor } from "./engine.ts";
import type { DemoPlatform } from "./platform.ts";
import { DEMOS } from "./platforms.ts";
import { renew } from "./renewal.ts";
import type { Reporter } from "./reporter.ts";
import type { Check, Steps } from "./steps.ts";

/** Outputs of the app registration. */
const APP_OUTPUTS = ["clientId", "clientSecret", "applicationObjectId", "adminConsentUrl", "secretExpiresAt"];
const RENAMED = "Gitpod for Azure DevOps";

export interface ScenarioOptions {
  readonly steps: Steps;
  readonly reporter: Reporter;
  /** For the progress of slow preparations. */
  readonly progress: Output;
  readonly colours: boolean;
  readonly signal: AbortSignal;
  readonly platform: PlatformName;
  /** By default the real azuread plugin if this machine has it, else the stand-in. */
  readonly azuread?: AzureadKind | undefined;
}

/** The whole life of an integration. Each step is checked against both clouds of the sandbox. */
export async function runScenario(options: ScenarioOptions): Promise<void> {
  const { steps, reporter, progress, signal, azuread } = options;
  const platform = DEMOS[options.platform];
  const cli = await steps.run("Find the Pulumi CLI", async (check) => {
    const found = await findPulumi(progress);
    check(found.command.version !== null, `Pulumi ${found.command.version}, ${found.source}`);
    if (azuread === "real") await installAzuread(found.command, progress);
    return found;
  });
  const sandbox = await steps.run(`Start ${platform.displayName} and Microsoft Entra ID on this machine`, (check) =>
    startClouds(platform, check, azuread),
  );
  try {
    const { stack, written, close } = await throwawayStack({
      command: cli.command,
      settings: inAnyProject(platform.settings(sandbox)),
      secretSettings: platform.secretSettings(sandbox),
      environment: sandbox.environment(),
      plugins: { azuread: sandbox.azuread.folder },
      stackName: "demo",
    });
    try {
      const { colours } = options;
      const engine = engineFor({ stack, colours, signal, quote: reporter.quote });
      await runSteps(steps, { engine, sandbox, platform, reporter, colours, written, status: () => statusOf(stack) });
    } finally {
      await close();
    }
  } finally {
    await sandbox.close();
  }
}

async function runSteps(steps: Steps, context: Context): Promise<void> {
  const { displayName, link, person, waiting, renewal } = context.platform;
  await steps.run("Preview: what would be done", (check) => preview(context, check));
  await steps.run(`Up: the app in Entra, the integration in ${displayName}`, (check) => up(context, check));
  const outputs = await steps.run("Outputs of the stack", (check) => showOutputs(context, check));
  await steps.run("Status: what needs a person", (check) => showStatus(context, check, waiting));
  const visit = (check: Check) => visitLink(context, check, text(outputs, link));
  await steps.run(person.title, visit);
  await steps.run("Refresh: the current state of the clouds", (check) => refresh(context, check));
  await steps.run("Up again: nothing to do", (check) => upAgain(context, check));
  await steps.run("Drift: somebody changes the integration", (check) => drift(context, check));
  await steps.run("Renew the client secret", (check) => renew(context, check));
  const renewed = text(await context.engine.outputs(), "clientSecret");
  if (renewal.ends) await steps.run("Activate again", visit);
  await steps.run("Status: all is well", (check) => showStatus(context, check));
  await steps.run("Preview of a changed setting", (check) => previewChange(context, check));
  await steps.run("Secrets stay secret", (check) =>
    lookForSecrets(context, check, { "first client secret": text(outputs, "clientSecret"), "second one": renewed }),
  );
  await steps.run("Destroy: nothing is left", (check) => destroy(context, check));
}

async function startClouds(platform: DemoPlatform, check: Check, azuread: AzureadKind | undefined): Promise<Sandbox> {
  const sandbox = await startSandbox(azuread === undefined ? {} : { azuread });
  const empty = platform.integrations(sandbox).length === 0 && sandbox.entra.directory.applications.size === 0;
  if (!empty) await sandbox.close();
  check(empty, `${platform.displayName} listens on ${platform.host(sandbox)}, and both clouds are empty`);
  check(empty, `the app registration is created by ${describeAzuread(sandbox.azuread)}`);
  return sandbox;
}

async function preview({ engine, sandbox, platform }: Context, check: Check): Promise<void> {
  const changes = await engine.preview();
  check((changes.create ?? 0) > 0 && !changesBeside("create", changes), `${changes.create} resources would be created`);
  const { journal } = sandbox;
  const called = journal.entries().some(({ cloud }) => cloud === platform.cloud);
  check(!called, `the preview did not call ${platform.displayName}`);
  check(journal.writes().length === 0, "it changed nothing in Entra: it only looked for an app of the same name");
}

async function up({ engine, sandbox, platform }: Context, check: Check): Promise<void> {
  const changes = await engine.up();
  check(!changesBeside("create", changes), `${changes.create} resources were created`);
  check(platform.integrations(sandbox).length === 1, `${platform.displayName} holds one integration`);
  check(sandbox.entra.directory.applications.size === 1, "Entra holds one app");
}

async function showOutputs({ engine, sandbox, platform, reporter }: Context, check: Check): Promise<OutputMap> {
  const outputs = await engine.outputs();
  const names = [...platform.outputs, ...APP_OUTPUTS];
  for (const name of names) {
    const output = outputs[name];
    reporter.print(`${name.padEnd(20)} ${output?.secret ? "[secret]" : inWords(output?.value)}`);
  }
  const missing = names.filter((name) => outputs[name]?.value === undefined);
  check(missing.length === 0, "every output has a value");
  check(outputs.clientSecret?.secret === true, "the client secret is marked as secret");
  check(outputs.verified?.value === (platform.waiting === undefined), verifiedClaim(platform));
  const [integration] = platform.integrations(sandbox);
  check(
    integration?.clientId === outputs.clientId?.value && integration?.inUse === false,
    `${platform.displayName} holds the client id of the app, and nobody uses it yet`,
  );
  return outputs;
}

async function showStatus(
  { reporter, colours, status }: Context,
  check: Check,
  expected?: DemoPlatform["waiting"],
): Promise<void> {
  const report = await status();
  const styles = stylesFor({ isTTY: colours, write: () => true });
  table(report, { styles, columns: 100, blocks: colours }).split("\n").forEach(reporter.print);
  const [stack] = report.stacks;
  check(stack !== undefined && stack.error === undefined, "the state and both clouds were read");
  const findings = stack?.findings.map(({ code }) => code).join();
  check(findings === (expected?.finding ?? ""), expected?.claim ?? "nothing needs a person");
}

async function visitLink({ sandbox, platform }: Context, check: Check, link: string): Promise<void> {
  const { displayName, person } = platform;
  const visit = await approve(link);
  check(visit.ok, `${person.who} consented, and ${displayName} says "${visit.message}"`);
  check(platform.integrations(sandbox)[0]?.inUse === true, person.proof);
}

async function refresh({ engine }: Context, check: Check): Promise<void> {
  await engine.refresh();
  const integration = resources(await engine.state()).find(({ type }) => platformOfType(type) !== undefined);
  check(
    integration?.outputs?.verified === true,
    "the integration is verified; the next up updates the output of that name",
  );
}

async function upAgain({ engine, sandbox }: Context, check: Check): Promise<void> {
  const writes = sandbox.journal.writes().length;
  const changes = await engine.up();
  check(!changesBeside("same", changes), `all ${changes.same} resources are as they should be`);
  check(sandbox.journal.writes().length === writes, "nothing was written to either cloud");
  check((await engine.outputs()).verified?.value === true, "the output verified is true");
}

async function previewChange({ engine, sandbox }: Context, check: Check): Promise<void> {
  const writes = sandbox.journal.writes().length;
  await engine.set("applicationName", RENAMED);
  const changes = await engine.preview();
  check(
    changes.update === 1 && !changes.create && !changes.delete && !changes.replace,
    "one resource would be updated",
  );
  check(sandbox.journal.writes().length === writes, "nothing was written to either cloud");
}

async function lookForSecrets(
  { engine, sandbox, platform, written }: Context,
  check: Check,
  clientSecrets: Readonly<Record<string, string>>,
): Promise<void> {
  const onDisk = await written();
  const secrets = { ...clientSecrets, [`${platform.displayName} token`]: platform.token(sandbox) };
  check(onDisk.includes(platform.place(sandbox)), "the files that Pulumi wrote were searched");
  for (const [name, secret] of Object.entries(secrets)) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
    check(
      secret !== "" && !forms.some((form) => onDisk.includes(form)),
      `the ${name} is in none of them in plain text`,
    );
    check(!forms.some((form) => engine.transcript().includes(form)), `the engine never printed the ${name}`);
  }
}

async function destroy({ engine, sandbox, platform }: Context, check: Check): Promise<void> {
  const { applications, servicePrincipals } = sandbox.entra.directory;
  const before = servicePrincipals.size;
  await engine.destroy();
  check(platform.integrations(sandbox).length === 0, `${platform.displayName} holds no integration`);
  check(applications.size === 0, "Entra holds no app");
  check(servicePrincipals.size === before - 1, "its service principal is gone, and no other");
  check(resources(await engine.state()).length === 0, "the state is empty");
}

function verifiedClaim({ waiting }: DemoPlatform): string {
  return waiting === undefined ? "the integration is valid" : "the integration is waiting for its activation";
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

interface StateResource {
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

function resources({ deployment }: { deployment: { resources?: StateResource[] } }): StateResource[] {
  return deployment.resources ?? [];
}

function text(outputs: OutputMap, name: string): string {
  const value: unknown = outputs[name]?.value;
  return typeof value === "string" ? value : "";
}
