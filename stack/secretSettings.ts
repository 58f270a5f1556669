import * as runtime from "@pulumi/pulumi/runtime/config.js";
import { PLATFORMS } from "../platforms/index.ts";
import type { SettingProblem } from "./settingProblems.ts";
import type { SettingDescription } from "./settingsReader.ts";
import { NAMESPACE } from "./settingsSchema.ts";

/**
 * Settings that are stored the wrong way: a secret in plain text, or a setting encrypted that cannot stay a secret and
 * would be written out in plain text.
 *
 * @param given full names of all settings
 * @param secret full names of those that the stack keeps encrypted
 */
export function storageProblems(
  given: readonly string[],
  secret: ReadonlySet<string>,
  descriptions: readonly SettingDescription[],
): SettingProblem[] {
  const settings = [
    { key: "gitpod:host", type: "string", secret: false, mayBeSecret: false },
    ...PLATFORMS.map(({ token }) => ({ key: `gitpod:${token.name}`, type: "string", secret: true, mayBeSecret: true })),
    ...descriptions.map((description) => ({ ...description, key: `${NAMESPACE}:${description.name}` })),
  ];
  return settings.flatMap(({ key, type, ...allowed }) => {
    if (!given.includes(key)) return [];
    if (allowed.secret && !secret.has(key)) return [inPlainText(key)];
    if (!allowed.mayBeSecret && secret.has(key)) return [asSecret(key, type)];
    return [];
  });
}

function inPlainText(key: string): SettingProblem {
  const message =
    "is stored in plain text, also in the stack's history: store a new one encrypted, and revoke this one";
  // The command has no value, so the CLI asks for it and none stays in the shell's history.
  return { key, message, fix: `pulumi config set --secret ${key}` };
}

function asSecret(key: string, type: string): SettingProblem {
  const message = "cannot be a secret, nor can any part of it: the deployment shows it";
  const structured = type === "array" || type === "object";
  const fix = structured ? `pulumi config rm ${key}` : `pulumi config set --plaintext ${key} '<text>'`;
  return { key, message, fix };
}

/** Full names of the settings that the stack of this program keeps encrypted. */
export function encryptedSettings(config: Readonly<Record<string, string>>): string[] {
  // The SDK's types leave it out. Its public Config wants to be told which settings are secret.
  const { isConfigSecret } = runtime as unknown as { isConfigSecret(key: string): boolean };
  return Object.keys(config).filter((key) => isConfigSecret(key));
}
