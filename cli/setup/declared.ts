import { NAMESPACE } from "../../stack/settingsSchema.ts";
import { UsageError } from "../shared/commandLine.ts";
import type { Change } from "./settings.ts";

/** Whether a project reads a setting, by its full name in the code. */
export type Declares = (key: string) => boolean;

/**
 * A program of one's own, such as one from a template, reads only what its Pulumi.yaml declares. A project that declares no setting
 * of its own runs the stack's program, which reads all.
 */
export function declaredIn({ config }: { readonly config?: unknown }): Declares {
  const own = new Set(Object.keys(Object(config)).filter((name) => !name.includes(":")));
  return (key) => own.size === 0 || !key.startsWith(`${NAMESPACE}:`) || own.has(key.slice(NAMESPACE.length + 1));
}

/** @throws UsageError that names the settings that the project's program would not read */
export function refuseUndeclared(changes: readonly Change[], declares: Declares): void {
  const names = changes
    .filter(({ key, kind }) => kind !== "removed" && !declares(key))
    .map(({ key }) => key.split(":")[1]);
  if (names.length === 0) return;
  throw new UsageError(
    `the program of this project does not read ${names.join(", ")}, as its Pulumi.yaml does not declare ${names.length === 1 ? "it" : "them"}. ` +
      "Change the program, or use the whole stack: a program that exports gitpod-azure-devops/stack",
  );
}
