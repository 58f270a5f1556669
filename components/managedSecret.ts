import * as pulumi from "@pulumi/pulumi";

const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";

interface StackResource {
  readonly type: string;
  readonly outputs: { readonly value?: unknown };
}

/**
 * Gives back a client secret that is said to be made by hand. One that the stack has made itself is refused: the program
 * that names it no longer has the resource behind it, so the deployment would delete it while Gitpod still holds it.
 */
export async function refuseManagedSecret(secret: string): Promise<string> {
  const resources = await resourcesOfThisStack();
  if (!resources.some(({ type, outputs }) => type === PASSWORD && outputs.value === secret)) return secret;
  throw new pulumi.RunError(
    "existingClientSecret is the client secret that this stack has made itself, which would be deleted now. Leave it out " +
      "(`pulumi config rm existingClientSecret` where it is a stack setting): Gitpod keeps that secret all the same.",
  );
}

/** As the last deployment left them. */
async function resourcesOfThisStack(): Promise<readonly StackResource[]> {
  try {
    const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
    const answer = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
    return Object.values(answer.outputs as Record<string, StackResource>);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await pulumi.log.warn(
      `the state of this stack cannot be read, so nobody looked whether it has made existingClientSecret: ${reason}`,
    );
    return [];
  }
}
