import type { Fleet } from "./fleet.ts";

/** Does what the errors of a run say to do. Returns "adopt" if that is `adoptExisting` in the program. */
export async function follow(output: string, { person, sandbox }: Fleet): Promise<"adopt" | undefined> {
  // docs/reliability.md says to delete a service principal that is in no state.
  const principal = /has a service principal already \(\/servicePrincipals\/([0-9a-f-]+)\)/.exec(output)?.[1];
  if (principal !== undefined) sandbox.entra.directory.removePrincipal(principal);
  const stray = /`pulumi state delete '([^']+)'`/.exec(output)?.[1];
  if (output.includes("is managed twice") && stray !== undefined) {
    await person.mustRun("state", "delete", "--yes", stray);
  } else if (output.includes("adoptExisting")) {
    return "adopt";
  } else if (output.includes("pulumi cancel")) {
    await person.mustRun("cancel", "--yes");
  }
  return undefined;
}
