import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { UsageError } from "../shared/commandLine.ts";
import { listed } from "../shared/text.ts";
import type { Change } from "./settings.ts";

interface ProjectFile {
  readonly name?: string;
  readonly config?: unknown;
}

/** Whether a project reads a setting, by its full name in the code. */
export type Declares = (key: string) => boolean;

/** Names of the settings of its own that a project declares, with its name before them or not. Those of providers have a namespace. */
export function declaredSettings({ name, config }: ProjectFile): ReadonlySet<string> {
  const names = Object.keys(Object(config)).map((key) =>
    key.startsWith(`${name}:`) ? key.slice(`${name}:`.length) : key,
  );
  return new Set(names.filter((key) => !key.includes(":")));
}

/**
 * A program of one's own, such as one from a template, reads only what its Pulumi.yaml declares. A project that declares no setting
 * of its own runs the stack's program, which reads all.
 */
export function declaredIn(project: ProjectFile): Declares {
  const own = declaredSettings(project);
  return (key) => own.size === 0 || !key.startsWith(`${NAMESPACE}:`) || own.has(key.slice(NAMESPACE.length + 1));
}

/** @throws UsageError that names the settings that the project's program would not read */
export function refuseUndeclared(changes: readonly Change[], declares: Declares): void {
  const names = changes
    .filter(({ key, kind }) => kind !== "removed" && !declares(key))
    .map(({ key }) => key.split(":")[1] ?? key);
  if (names.length === 0) return;
  throw new UsageError(
    `this project's program does not read ${listed(names)}: it reads the settings that its Pulumi.yaml declares. ` +
      'Leave them out, or use the stack\'s program, which reads all: export { default } from "gitpod-azure-devops/stack";',
  );
}
