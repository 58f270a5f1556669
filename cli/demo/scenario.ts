import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import { approve } from "../../sandbox/browser.ts";
import { type AzureadKind, describeAzuread, type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { throwawayStack } from "../engine/throwawayStack.ts";
import { installAzuread } from "../pulumi/azureadInstall.ts";
import { findPulumi } from "../pulumi/find.ts";
import type { Output } from "../shared/terminal.ts";
import { type Stage, statusOf } from "./context.ts";
import { changesBeside, engineFor } from "./engine.ts";
import { renew, showStatus } from "./renewal.ts";
import type { Teller } from "./reporter.ts";
import type { Check, Story } from "./steps.ts";

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
  readonly story: Story;
  readonly teller: Teller;
  /** Where progress of a long preparation goes. */
  readonly progress: Output;
  readonly colours: boolean;
  readonly signal: AbortSignal;
  /** Which azuread plugin; left out, the real one where this machine has it. */
  readonly azuread?: AzureadKind | undefined;
}

/** The life of an integration from nothing to nothing, each step checked against both clouds of the sandbox. */
export async function playScenario(options: ScenarioOptions): Promise<void> {
  const { story, teller, progress, signal, azuread } = options;
  const cli = await story.step("Find the Pulumi CLI", async (check) => {
    const found = await findPulumi(progress);
    check(found.command.version !== null, `Pulumi ${found.command.version}, ${found.source}`);
    if (azuread === "real") await installAzuread(found.command, progress);
    return found;
  });
  const sandbox = await story.step("Start Gitpod and Microsoft Entra ID on this machine", (check) =>
    startClouds(check, azuread),
  );
  try {
    const { stack, written, close } = await throwawayStack({
      command: cli.command,
      settings: sandbox.settings(),
      secretSettings: sandbox.secretSettings(),
      environment: sandbox.environment(),
      plugins: { azuread: sandbox.azuread.folder },
      stackName: "demo",
    });
    try {
      const { colours } = options;
      const engine = engineFor({ stack, colours, signal, quote: teller.quote });
      await playStack(story, { engine, sandbox, teller, colours, written, status: () => statusOf(stack) });
    } finally {
      await close();
    }
  } finally {
    await sandbox.close();
  }
}

async function playStack(story: Story, stage: Stage): Promise<void> {
  await story.step("Preview: what would be done", (check) => preview(stage, check));
  await story.step("Up: the app in Entra, the integration in Gitpod", (check) => up(stage, check));
  const outputs = await story.step("Outputs of the stack", (check) => showOutputs(stage, check));
  await story.step("Status: what waits for a person", (check) => showStatus(stage, check, "not-activated"));
  await story.step("Activate: sign in and consent, as an organization owner would", (check) =>
    activate(stage, check, text(outputs, "activationUrl")),
  );
  await story.step("Refresh: what the clouds say now", (check) => refresh(stage, check));
  await story.step("Up again: nothing to do", (check) => upAgain(stage, check));
  await story.step("Renew the client secret", (check) => renew(stage, check));
  const renewed = text(await stage.engine.outputs(), "clientSecret");
  await story.step("Activate again", (check) => activate(stage, check, text(outputs, "activationUrl")));
  await story.step("Status: all is well", (check) => showStatus(stage, check, "well"));
  await story.step("Preview of a changed setting", (check) => previewChange(stage, check));
  await story.step("Secrets stay secret", (check) =>
    lookForSecrets(stage, check, { "first client secret": text(outputs, "clientSecret"), "second one": renewed }),
  );
  await story.step("Destroy: nothing is left", (check) => destroy(stage, check));
}

async function startClouds(check: Check, azuread: AzureadKind | undefined): Promise<Sandbox> {
  const sandbox = await startSandbox(azuread === undefined ? {} : { azuread });
  const empty = isEmpty(sandbox);
  if (!empty) await sandbox.close();
  check(empty, `Gitpod listens on ${sandbox.gitpod.host}, and both clouds are empty`);
  check(empty, `the app registration is made by ${describeAzuread(sandbox.azuread)}`);
  return sandbox;
}

async function preview({ engine, sandbox }: Stage, check: Check): Promise<void> {
  const changes = await engine.preview();
  check((changes.create ?? 0) > 0 && !changesBeside("create", changes), `${changes.create} resources would be created`);
  const { journal } = sandbox;
  check(!journal.entries().some(({ cloud }) => cloud === "gitpod"), "the preview did not call Gitpod");
  check(journal.writes().length === 0, "it changed nothing in Entra, where it only looked for an app of the same name");
}

async function up({ engine, sandbox }: Stage, check: Check): Promise<void> {
  const changes = await engine.up();
  check(!changesBeside("create", changes), `${changes.create} resources were created`);
  check(sandbox.gitpod.providers.list().length === 1, "Gitpod holds one integration");
  check(sandbox.entra.directory.applications.size === 1, "Entra holds one app");
}

async function showOutputs({ engine, sandbox, teller }: Stage, check: Check): Promise<OutputMap> {
  const outputs = await engine.outputs();
  for (const name of OUTPUT_NAMES) {
    const output = outputs[name];
    teller.say(`${name.padEnd(20)} ${output?.secret ? "[secret]" : String(output?.value)}`);
  }
  const missing = OUTPUT_NAMES.filter((name) => outputs[name]?.value === undefined);
  check(missing.length === 0, "every output has a value");
  check(outputs.clientSecret?.secret === true, "the client secret is marked as secret");
  check(outputs.verified?.value === false, "the integration waits for its activation");
  check(
    sandbox.gitpod.providers.list()[0]?.clientId === outputs.clientId?.value,
    "Gitpod holds the client id of the app",
  );
  return outputs;
}

async function activate({ sandbox }: Stage, check: Check, activationUrl: string): Promise<void> {
  const visit = await approve(activationUrl);
  check(visit.ok, `the owner consented, and Gitpod says "${visit.message}"`);
  check(
    sandbox.gitpod.providers.list()[0]?.verified === true,
    "Gitpod exchanged the code for a token: the integration is active",
  );
}

async function refresh({ engine }: Stage, check: Check): Promise<void> {
  await engine.refresh();
  const integration = resources(await engine.state()).find(({ type }) => type === "gitpod:index:AuthProvider");
  check(
    integration?.outputs?.verified === true,
    "the integration is verified; the output of that name follows with the next up",
  );
}

async function upAgain({ engine, sandbox }: Stage, check: Check): Promise<void> {
  const writes = sandbox.journal.writes().length;
  const changes = await engine.up();
  check(!changesBeside("same", changes), `all ${changes.same} resources are as they should be`);
  check(sandbox.journal.writes().length === writes, "nothing was written to either cloud");
  check((await engine.outputs()).verified?.value === true, "the output verified is true");
}

async function previewChange({ engine, sandbox }: Stage, check: Check): Promise<void> {
  const writes = sandbox.journal.writes().length;
  await engine.set("gitpod-azure-devops:applicationName", RENAMED);
  const changes = await engine.preview();
  check(
    changes.update === 1 && !changes.create && !changes.delete && !changes.replace,
    "one resource would be updated",
  );
  check(sandbox.journal.writes().length === writes, "nothing was written to either cloud");
}

async function lookForSecrets(
  { engine, sandbox, written }: Stage,
  check: Check,
  clientSecrets: Readonly<Record<string, string>>,
): Promise<void> {
  const onDisk = await written();
  const secrets = { ...clientSecrets, "Gitpod token": sandbox.gitpod.token };
  check(onDisk.includes(sandbox.gitpod.organizationId), "the files that Pulumi wrote have been searched");
  for (const [name, secret] of Object.entries(secrets)) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
    check(
      secret !== "" && !forms.some((form) => onDisk.includes(form)),
      `the ${name} is in none of them in plain text`,
    );
    check(!forms.some((form) => engine.transcript().includes(form)), `the engine never printed the ${name}`);
  }
}

async function destroy({ engine, sandbox }: Stage, check: Check): Promise<void> {
  const { applications, servicePrincipals } = sandbox.entra.directory;
  const before = servicePrincipals.size;
  await engine.destroy();
  check(sandbox.gitpod.providers.list().length === 0, "Gitpod holds no integration");
  check(applications.size === 0, "Entra holds no app");
  check(servicePrincipals.size === before - 1, "its service principal, and no other, is gone");
  check(resources(await engine.state()).length === 0, "the state is empty");
}

function isEmpty(sandbox: Sandbox): boolean {
  return sandbox.gitpod.providers.list().length === 0 && sandbox.entra.directory.applications.size === 0;
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
