import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { stacksOf } from "../pulumi/workspace.ts";
import { askSecret, say } from "./prompts.ts";
import { openTarget, type Target } from "./stack.ts";

const VARIABLE = "PULUMI_CONFIG_PASSPHRASE";

/**
 * Opens the stack. Pulumi, which has no terminal here, cannot ask for a passphrase: where it would, this does, and hands
 * it on in the environment of its processes.
 */
export async function unlockTarget(workspace: LocalWorkspace, name: string): Promise<Target> {
  const need = await passphraseNeed(workspace, name);
  if (need === undefined) return openTarget(workspace, name);
  for (;;) {
    const passphrase = await (need === "new" ? newPassphrase(name) : askSecret(`Passphrase of the stack ${name}`));
    workspace.envVars = { ...workspace.envVars, [VARIABLE]: passphrase };
    try {
      return await openTarget(workspace, name);
    } catch (error) {
      if (!(error instanceof Error && /passphrase/.test(error.message))) throw error;
      say.error(`Pulumi says: ${error.message}.`);
    }
  }
}

async function passphraseNeed(workspace: LocalWorkspace, name: string): Promise<"existing" | "new" | undefined> {
  const env = { ...process.env, ...workspace.envVars };
  if (env[VARIABLE] !== undefined || env[`${VARIABLE}_FILE`] !== undefined) return undefined;
  const { encryptionSalt, secretsProvider } = await workspace.stackSettings(name).catch(() => ({}) as StackSecrets);
  if (encryptionSalt !== undefined) return "existing";
  const exists = (await stacksOf(workspace)).some((stack) => stack.name === name);
  if (exists || secretsProvider !== undefined) return undefined;
  // Pulumi Cloud keeps the key itself; every other backend encrypts by passphrase unless told otherwise.
  const { url = "" } = await workspace.whoAmI();
  return /^https?:/.test(url) ? undefined : "new";
}

interface StackSecrets {
  readonly encryptionSalt?: string;
  readonly secretsProvider?: string;
}

async function newPassphrase(name: string): Promise<string> {
  say.info(`Pulumi will encrypt the secrets of the stack ${name} by a passphrase, and ask for it. Keep it well.`);
  for (;;) {
    const passphrase = await askSecret("Passphrase of the new stack", (text) =>
      text === "" ? "must not be empty" : undefined,
    );
    if ((await askSecret("The same again")) === passphrase) return passphrase;
    say.error("The two differ.");
  }
}
