import { plain } from "../shared/text.ts";
import type { AdoptOptions } from "./options.ts";
import type { Plan } from "./plan.ts";
import type { Secret } from "./secret.ts";

const SECRET_FLAGS: Readonly<Record<Secret["kind"], readonly string[]>> = {
  stored: [],
  given: ["--secret-stdin", "< <file>"],
  needed: ["--secret-stdin", "< <file>"],
  nobody: ["--no-secret"],
};

/** The command that does what a dry run has shown: with its flags, and the integration by its id, whatever there is by then. */
export function commandToAct(
  { cwd }: Pick<AdoptOptions, "cwd">,
  { view, secret }: Pick<Plan, "view" | "secret">,
): string {
  return [
    "npx gitpod-azure-devops adopt",
    ...["--stack", word(view.stack)],
    ...(cwd === undefined ? [] : ["--cwd", word(cwd)]),
    ...["--integration", word(view.found.integration.id)],
    "--yes",
    ...SECRET_FLAGS[secret.kind],
  ].join(" ");
}

/** One word to a shell. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${plain(text).replaceAll("'", "'\\''")}'`;
}
