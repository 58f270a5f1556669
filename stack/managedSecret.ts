import * as pulumi from "@pulumi/pulumi";
import { resourcesOfThisStack } from "./ownState.ts";

const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";

/**
 * Refuses an `existingClientSecret` that the stack itself has made. A program with that setting has no resource for the
 * secret, so the deployment would delete it while Gitpod still uses it.
 *
 * @throws RunError at preview
 */
export async function refuseManagedSecret(secret: string): Promise<void> {
  const resources = await resourcesOfThisStack("existingClientSecret was not compared with the secret it has made");
  if (![...resources.values()].some(({ type, outputs }) => type === PASSWORD && outputs.value === secret)) return;
  throw new pulumi.RunError(
    "existingClientSecret is the client secret that this stack has made itself, which would be deleted now. Take the setting " +
      "out again, `pulumi config rm existingClientSecret`: Gitpod keeps that secret.",
  );
}
