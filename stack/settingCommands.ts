import type { z } from "zod";
import { nearest } from "../provider-kit/nearest.ts";
import { INTEGRATION_FIELDS } from "./integrationsSetting.ts";
import { NAMESPACE, type SettingDescription } from "./settingsSchema.ts";

/** A setting that is wrong, and how to fix it. */
export interface SettingProblem {
  /** Full name of the setting, such as `gitpod:host`. */
  readonly key: string;
  /** Continues the name: "is missing". */
  readonly message: string;
  /** Command that fixes it. */
  readonly fix: string;
}

/** The settings as they are given, by their names. */
type Given = Readonly<Record<string, unknown>>;

/** The value that a message offers, which the command can then hold. */
export function suggestion(message: string): string | undefined {
  return /(?:; write|did you mean) (?:it like )?([\w.:/[\]-]+)\??$/.exec(message)?.[1];
}

/** One for each setting of an entry that there is not, else one. */
export function issueProblems(
  issue: z.core.$ZodIssue,
  given: Given,
  descriptions: readonly SettingDescription[],
): SettingProblem[] {
  if (issue.code !== "unrecognized_keys") return [schemaProblem(issue.path, issue.message, given, descriptions)];
  return issue.keys.map((field) => {
    const message = `is not a setting of an integration${didYouMean(nearest(field, INTEGRATION_FIELDS))}`;
    const key = keyOf([...issue.path, field]);
    return { key, message, fix: `pulumi config rm --path ${quoted(key)}` };
  });
}

/** A problem with the setting, the element or the entry that the path names. */
export function schemaProblem(
  path: readonly PropertyKey[],
  message: string,
  given: Given,
  descriptions: readonly SettingDescription[],
): SettingProblem {
  const [name, ...below] = path;
  const key = keyOf(path);
  const setting = descriptions.find(
    (description) => description.name === (name === "integrations" ? below.at(-1) : name),
  );
  // Without a value: the CLI then asks for it, and none stays in the shell's history.
  if (setting?.secret) return { key, message, fix: `pulumi config set --secret ${key}` };
  // `pulumi config set --path` cannot make a list into a map, or the other way round.
  if (below.length === 0 && hasOtherShape(given[String(name)], setting)) {
    return { key, message, fix: `pulumi config rm ${key}` };
  }
  if (name === "integrations" && below.length < 2) return { key, message, fix: fixOfEntry(key, below.length) };
  const value = suggestion(message) ?? setting?.example ?? "true";
  const shown = /[<>\s]/.test(value) ? `'${value}'` : value;
  if (below.length > 0) return { key, message, fix: `pulumi config set --path ${quoted(key)} ${shown}` };
  if (setting?.type !== "array") return { key, message, fix: `pulumi config set ${key} ${shown}` };
  return { key, message, fix: `pulumi config set --path '${key}[0]' ${shown}` };
}

function hasOtherShape(value: unknown, setting: SettingDescription | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return setting?.type !== (Array.isArray(value) ? "array" : "object");
}

/** An entry that is no entry has to go; a setting that is no map can be begun in its place. */
function fixOfEntry(key: string, depth: number): string {
  if (depth === 1) return `pulumi config rm --path ${quoted(key)}`;
  return `pulumi config set --path '${key}.<name>.organizationId' '<uuid>'`;
}

/** A setting's name as `pulumi config --path` takes it. */
function keyOf(path: readonly PropertyKey[]): string {
  const [name, ...below] = path;
  const rest = below.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(part)}]`;
  });
  return `${NAMESPACE}:${String(name)}${rest.join("")}`;
}

/** For a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export function didYouMean(guess: string | undefined): string {
  return guess === undefined ? "" : `; did you mean ${guess}?`;
}
