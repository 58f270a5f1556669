import { ProviderError } from "../../provider-kit/errors.ts";
import { nameOf } from "./claims.ts";

/**
 * Two entries of the state have the same id, as after importing what the state had already.
 *
 * @param cloud whose integration it is, such as "Gitpod"
 */
export function sharedId(id: string, urn: string, otherUrn: string, cloud: string): ProviderError {
  return new ProviderError(
    `integration ${id} is managed twice: by ${nameOf(otherUrn)} and by ${nameOf(urn)}. Keep one in the program, and take the ` +
      `other out of the state: \`pulumi state delete '${urn}'\` deletes nothing at ${cloud}.`,
  );
}

export function heldByAnother(id: string, otherUrn: string): ProviderError {
  return new ProviderError(
    `integration ${id} already exists there, and ${nameOf(otherUrn)} of this program has it. Remove one of the two.`,
  );
}

/** An entry to be deleted has the integration that stands in the place of another entry. */
export function claimedByAnother(id: string, otherUrn: string): ProviderError {
  return new ProviderError(
    `integration ${id} was not deleted: it is in the place of ${nameOf(otherUrn)}, whose own is gone or not known yet. ` +
      "Run `pulumi up --refresh`.",
  );
}

/** A URN has the types of a resource's parents but not their names, so the reader fills those in. */
export function importCommand(type: string, id: string, urn: string): string {
  const [, , types = "", name = "<name>"] = urn.split("::");
  const parent = types.includes("$") ? " --parent parent=<URN of its component>" : "";
  return `pulumi import ${type} ${name} ${id}${parent} --protect=false --generate-code=false`;
}
