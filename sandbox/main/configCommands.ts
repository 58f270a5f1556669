import { inAnyProject } from "../pulumiConfig.ts";

/** Commands that give the selected stack these settings. */
export function configCommands(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(inAnyProject(settings)).map(([key, value]) => `  pulumi config set ${key} ${value}`);
}
