import * as pulumi from "@pulumi/pulumi";
import { errorMessage } from "../provider-kit/errors.ts";

const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";

interface StackResource {
  readonly type: string;
  readonly outputs: { readonly value?: unknown };
}

/**
 * Refuses an `existingClientSecret` that the stack itself has made. A program with that setting has no resource for the
 * secret, so the deployment would delete it while Gitpod still uses it.
 *
 * @throws RunError at preview
 */
export async function refuseManagedSecret(secret: string): Promise<void> {
  const resources = await resourcesOfThisStack();
  if (!resources.some(({ type, outputs }) => type === PASSWORD && outputs.value === secret)) return;
  throw new pulumi.RunError(
    "existingClientSecret is the client secret that this stack has made itself, which would be deleted now. Take the setting " +
      "out again, `pulumi config rm existingClientSecret`: Gitpod keeps that secret.",
  );
}

/** As the last deployment left them. */
async function resourcesOfThisStack(): Promise<readonly StackResource[]> {
  try {
    const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
    const answer = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
    return Object.values(answer.outputs as Record<string, StackResource>);
  } catch (error) {
    await pulumi.log.warn(
      `the state of this stack cannot be read, so existingClientSecret was not compared with the secret it has made: ${errorMessage(error)}`,
    );
    return [];
  }
}
