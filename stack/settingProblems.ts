import type { z } from "zod";
import { nearest } from "../provider-kit/nearest.ts";
import { problemMessage, problemOf } from "../provider-kit/problem.ts";
import { platformOf } from "./integrationsSetting.ts";
import { type ProblemOfSetting, unknownField } from "./platformProblems.ts";
import { PLATFORM_SETTINGS } from "./platforms.ts";
import type { GivenSettings, SettingDescription } from "./settingsReader.ts";

/** A wrong setting, and how to fix it. */
export interface SettingProblem {
  /** Full name of the setting, such as `gitpod:host`. */
  readonly key: string;
  /** Follows the name: "is missing". */
  readonly message: string;
  /** Command that fixes it. */
  readonly fix: string;
}

/** Lists every wrong setting of a stack. Repeats no secret. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly SettingProblem[];

  constructor(problems: readonly SettingProblem[]) {
    const count =
      problems.length === 1 ? "One setting of the stack is" : `${problems.length} settings of the stack are`;
    const list = problems.map(({ key, message, fix }) => `  ${key} ${message}\n      ${fix}`);
    super(`${count} wrong. Fix each with the command below it:\n\n${list.join("\n")}\n`);
    this.problems = problems;
  }
}

/** What a zod issue says is wrong: one problem for each unknown field of an entry, else one. */
export function issueProblems(settings: GivenSettings, issue: z.core.$ZodIssue): SettingProblem[] {
  if (issue.code !== "unrecognized_keys") return [problemAt(settings, { path: issue.path, ...problemOf(issue) })];
  return issue.keys.map((field) => problemAt(settings, unknownField(settings.values, issue.path, field)));
}

/** A problem with a setting, element or entry. */
export function problemAt(settings: GivenSettings, problem: ProblemOfSetting): SettingProblem {
  const { path, suggestion, remedy } = problem;
  const key = keyOf(settings, path);
  const message = problemMessage(problem);
  if (remedy === "remove") return { key, message, fix: removal(key, path) };
  if (remedy === undefined) return { key, message, fix: fixOf(settings, path, key, suggestion) };
  return { key, message, fix: fixOf(settings, remedy.path, keyOf(settings, remedy.path), remedy.value) };
}

function removal(key: string, path: readonly PropertyKey[]): string {
  return path.length === 1 ? `pulumi config rm ${key}` : `pulumi config rm --path ${quoted(key)}`;
}

function fixOf(settings: GivenSettings, path: readonly PropertyKey[], key: string, suggestion?: string): string {
  const [name, ...below] = path;
  const isMap = name === "integrations";
  const setting = settings.descriptions.find((each) => each.name === (isMap ? below.at(-1) : name));
  // The command has no value, so the CLI asks for it and none stays in the shell's history.
  if (setting?.secret) return `pulumi config set --secret ${key}`;
  // `pulumi config set --path` cannot turn a list into a map, or a map into a list.
  if (below.length === 0 && hasOtherShape(settings.values[String(name)], setting)) return removal(key, path);
  if (isMap && below.length === 0) {
    const { placeId } = PLATFORM_SETTINGS[platformOf(settings.values)].platform;
    return `pulumi config set --path '${key}.<name>.${placeId}' '<uuid>'`;
  }
  if (isMap && below.length === 1) return removal(key, path);
  const value = suggestion ?? setting?.example ?? "true";
  const shown = /[<>\s]/.test(value) ? `'${value}'` : value;
  if (below.length > 0) return `pulumi config set --path ${quoted(key)} ${shown}`;
  if (setting?.type === "array") return `pulumi config set --path '${key}[0]' ${shown}`;
  return `pulumi config set ${key} ${shown}`;
}

function hasOtherShape(value: unknown, setting: SettingDescription | undefined): boolean {
  if (typeof value !== "object" || value === null) return false;
  return setting?.type !== (Array.isArray(value) ? "array" : "object");
}

/** Full name of a setting, as `pulumi config --path` takes it. */
function keyOf({ namespace }: GivenSettings, path: readonly PropertyKey[]): string {
  const [name, ...below] = path;
  const rest = below.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(part)}]`;
  });
  return `${namespace}:${String(name)}${rest.join("")}`;
}

/**
 * Settings of these namespaces that do not exist.
 *
 * @param owners who has the settings of a namespace, to follow "is not a setting of"
 * @param known full names of all settings that exist
 */
export function unknownNames(
  config: Readonly<Record<string, string>>,
  owners: ReadonlyMap<string, string>,
  known: readonly string[],
): SettingProblem[] {
  return Object.keys(config).flatMap((key) => {
    const [namespace, name] = split(key);
    const owner = owners.get(namespace);
    if (owner === undefined || known.includes(key)) return [];
    const isElsewhere = (other: string) => {
      const [otherNamespace, otherName] = split(other);
      return otherNamespace !== namespace && otherName.toLowerCase() === name.toLowerCase();
    };
    const names = known.filter((other) => other.startsWith(`${namespace}:`)).map((other) => split(other)[1]);
    const suggestion = known.find(isElsewhere) ?? nearest(name, names);
    const message = problemMessage({ reason: `is not a setting of ${owner}`, suggestion, basis: "guess" });
    const shown = /^[\w.-]+$/.test(name) ? name : JSON.stringify(name);
    return [{ key: `${namespace}:${shown}`, message, fix: `pulumi config rm ${quoted(key)}` }];
  });
}

function split(key: string): [namespace: string, name: string] {
  const end = key.indexOf(":");
  return [key.slice(0, end), key.slice(end + 1)];
}

/** For a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
