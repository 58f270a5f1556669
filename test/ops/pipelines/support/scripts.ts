import { parse, yamlFiles } from "./files.ts";

/** A script in a pipeline, and its place. */
export interface Script {
  readonly where: string;
  readonly text: string;
}

/** Every script in the YAML files of one system. */
export function scriptsIn(folder: string): Script[] {
  return yamlFiles(folder).flatMap((file) =>
    collect(parse(file)).map((text, index) => ({
      where: `${file}, script ${index + 1}`,
      text: withoutExpressions(text),
    })),
  );
}

const KEYS = new Set(["run", "script", "before_script", "inlineScript", "command"]);

/** Strings and lists of strings under the keys for scripts. */
function collect(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (!KEYS.has(key)) return collect(item);
    if (typeof item === "string") return [item];
    return Array.isArray(item) && item.every((line) => typeof line === "string") ? [item.join("\n")] : collect(item);
  });
}

/** Replaces what Azure Pipelines expands before the shell runs: `${{ parameters.x }}`, `$(Agent.TempDirectory)`. */
function withoutExpressions(script: string): string {
  return script.replace(/\$\{\{.*?\}\}/g, "true").replace(/\$\((?:[A-Z][\w]*\.)+\w+\)/g, "value");
}
