import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import { approve } from "../../sandbox/browser.ts";
import { type AzureadKind, describeAzuread, inAnyProject, type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { platformOfType } from "../engine/resourceKinds.ts";
import { throwawayStack } from "../engine/throwawayStack.ts";
import { installAzuread } from "../pulumi/azureadInstall.ts";
import { findPulumi } from "../pulumi/find.ts";
import { type Output, stylesFor } from "../shared/terminal.ts";
import { table } from "../status/table.ts";
import { type Context, statusOf } from "./context.ts";
import { changesBeside, engineFor } from "./engine.ts";
import { renew } from "./renewal.ts";
import type { Reporter } from "./reporter.ts";
import type { Check, Steps } from "./steps.ts";

const OUTPUT_NAMES = [
  "redirectUri",
  "authorizationUrl",
  "tokenUrl",
  "clientId",
  "clientSecret",
  "applicationObjectId",
  "integrationId",
  "activationUrl",
  "verified",
  "adminConsentUrl",
  "secretExpiresAt",
];
const RENAMED = "Gitpod for Azure DevOps";

export interface ScenarioOptions {
  readonly steps: Steps;
  readonly reporter: Reporter;
  /** For the progress of slow preparations. */
  readonly progress: Output;
  readonly colours: boolean;
  readonly signal: AbortSignal;
  /** By default the real azuread plugin if this machine has it, else the stand-in. */
  readonly azuread?: AzureadKind | undefined;
}

/** The whole life of an integration. Each step is checked against both clouds of the sandbox. */
export async function runScenario(options: ScenarioOptions): Promise<void> {
  const { steps, reporter, progress, signal, azuread } = options;
  const cli = await steps.run("Find the Pulumi CLI", async (check) => {
    const found = await findPulumi(progress);
    check(found.command.version !== null, `Pulumi ${found.command.version}, ${found.source}`);
    if (azuread === "real") await installAzuread(found.command, progress);
    return found;
  });
  const sandbox = await steps.run("Start Gitpod and Microsoft Entra ID on this machine", (check) =>
    startClouds(check, azuread),
  );
  try {
    const { stack, written, close } = await throwawayStack({
      command: cli.command,
      settings: inAnyProject(sandbox.settings()),
      secretSettings: sandbox.secretSettings(),
      environment: sandbox.environment(),
      plugins: { azuread: sandbox.azuread.folder },
      stackName: "demo",
    });
    try {
      const { colours } = options;
      const engine = engineFor({ stack, colours, signal, quote: reporter.quote });
      await runSteps(steps, { engine, sandbox, reporter, colours, written, status: () => statusOf(stack) });
    } finally {
      await close();
    }
  } finally {
    await sandbox.close();
  }
}

async function runSteps(steps: Steps, context: Context): Promise<void> {
  await steps.run("Preview: what would be done", (check) => preview(context, check));
  await steps.run("Up: the app in Entra, the integration in Gitpod", (check) => up(context, check));
  const outputs = await steps.run("Outputs of the stack", (check) => showOutputs(context, check));
  await steps.run("Status: what needs a person", (check) => showStatus(context, check, "not-activated"));
  await steps.run("Activate: sign in and consent, as an organization owner would", (check) =>
    activate(context, check, text(outputs, "activationUrl")),
  );
  await steps.run("Refresh: the current state of the clouds", (check) => refresh(context, check));
  await steps.run("Up again: nothing to do", (check) => upAgain(context, check));
  await steps.run("Renew the client secret", (check) => renew(context, check));
  const renewed = text(await context.engine.outputs(), "clientSecret");
  await steps.run("Activate again", (check) => activate(context, check, text(outputs, "activationUrl")));
  await steps.run("Status: all is well", (check) => showStatus(context, check, "well"));
  await steps.run("Preview of a changed setting", (check) => previewChange(context, check));
  await steps.run("Secrets stay secret", (check) =>
    lookForSecrets(context, check, { "first client secret": text(outputs, "clientSecret"), "second one": renewed }),
  );
  await steps.run("Destroy: nothing is left", (check) => destroy(context, check));
}

async function startClouds(check: Check, azuread: AzureadKind | undefined): Promise<Sandbox> {
  const sandbox = await startSandbox(azuread === undefined ? {} : { azuread });
  const empty = isEmpty(sandbox);
  if (!empty) await sandbox.close();
  check(empty, `Gitpod listens on ${sandbox.gitpod.host}, and both clouds are empty`);
  check(empty, `the app registration is created by ${describeAzuread(sandbox.azuread)}`);
  return sandbox;
}

async function preview({ engine, sandbox }: Context, check: Check): Promise<void> {
  const changes = await engine.preview();
  check((changes.create ?? 0) > 0 && !changesBeside("create", changes), `${changes.create} resources would be created`);
  const { journal } = sandbox;
  check(!journal.entries().some(({ cloud }) => cloud === "gitpod"), "the preview did not call Gitpod");
  check(journal.writes().length === 0, "it changed nothing in Entra: it only looked for an app of the same name");
}

async function up({ engine, sandbox }: Context, check: Check): Promise<void> {
  const changes = await engine.up();
  check(!changesBeside("create", changes), `${changes.create} resources were created`);
  check(sandbox.gitpod.integrations.list().length === 1, "Gitpod holds one integration");
  check(sandbox.entra.directory.applications.size === 1, "Entra holds one app");
}

async function showOutputs({ engine, sandbox, reporter }: Context, check: Check): Promise<OutputMap> {
  const outputs = await engine.outputs();
  for (const name of OUTPUT_NAMES) {
    const output = outputs[name];
    reporter.print(`${name.padEnd(20)} ${output?.secret ? "[secret]" : String(output?.value)}`);
  }
  const missing = OUTPUT_NAMES.filter((name) => outputs[name]?.value === undefined);
  check(missing.length === 0, "every output has a value");
  check(outputs.clientSecret?.secret === true, "the client secret is marked as secret");
  check(outputs.verified?.value === false, "the integration is waiting for its activation");
  check(
    sandbox.gitpod.integrations.list()[0]?.clientId === outputs.clientId?.value,
    "Gitpod holds the client id of the app",
  );
  return outputs;
}

async function showStatus(
  { reporter, colours, status }: Context,
  check: Check,
  expected: "well" | "not-activated",
): Promise<void> {
  const report = await status();
  const styles = stylesFor({ isTTY: colours, write: () => true });
  table(report, { styles, columns: 100, blocks: colours }).split("\n").forEach(reporter.print);
  const [stack] = report.stacks;
  check(stack !== undefined && stack.error === undefined, "the state and both clouds were read");
  const findings = stack?.findings.map(({ code }) => code).join();
  if (expected === "well") check(findings === "", "nothing needs a person");
  else check(findings === expected, "only the owner's activation is missing");
}

async function activate({ sandbox }: Context, check: Check, activationUrl: string): Promise<void> {
  const visit = await approve(activationUrl);
  check(visit.ok, `the owner consented, and Gitpod says "${visit.message}"`);
  check(
    sandbox.gitpod.integrations.list()[0]?.verified === true,
    "Gitpod exchanged the code for a token: the integration is active",
  );
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
  { engine, sandbox, written }: Context,
  check: Check,
  clientSecrets: Readonly<Record<string, string>>,
): Promise<void> {
  const onDisk = await written();
  const secrets = { ...clientSecrets, "Gitpod token": sandbox.gitpod.token };
  check(onDisk.includes(sandbox.gitpod.organizationId), "the files that Pulumi wrote were searched");
  for (const [name, secret] of Object.entries(secrets)) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
    check(
      secret !== "" && !forms.some((form) => onDisk.includes(form)),
      `the ${name} is in none of them in plain text`,
    );
    check(!forms.some((form) => engine.transcript().includes(form)), `the engine never printed the ${name}`);
  }
}

async function destroy({ engine, sandbox }: Context, check: Check): Promise<void> {
  const { applications, servicePrincipals } = sandbox.entra.directory;
  const before = servicePrincipals.size;
  await engine.destroy();
  check(sandbox.gitpod.integrations.list().length === 0, "Gitpod holds no integration");
  check(applications.size === 0, "Entra holds no app");
  check(servicePrincipals.size === before - 1, "its service principal is gone, and no other");
  check(resources(await engine.state()).length === 0, "the state is empty");
}

function isEmpty(sandbox: Sandbox): boolean {
  return sandbox.gitpod.integrations.list().length === 0 && sandbox.entra.directory.applications.size === 0;
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
