import { parse, yamlFiles } from "./files.ts";

/** A script that a pipeline holds, and where it stands. */
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

/** Texts, and lists of texts, under the keys that hold scripts. */
function collect(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (!KEYS.has(key)) return collect(item);
    if (typeof item === "string") return [item];
    return Array.isArray(item) && item.every((line) => typeof line === "string") ? [item.join("\n")] : collect(item);
  });
}

/** What Azure Pipelines puts in before the shell sees the script: `${{ parameters.x }}`, `$(Agent.TempDirectory)`. */
function withoutExpressions(script: string): string {
  return script.replace(/\$\{\{.*?\}\}/g, "true").replace(/\$\((?:[A-Z][\w]*\.)+\w+\)/g, "value");
}
