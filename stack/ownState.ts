import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../components/base/debugLog.ts";
import { errorMessage } from "../provider-kit/errors.ts";

/** A resource as the last deployment left it. */
interface StackResource {
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * The resources of this stack by URN, as the last deployment left them.
 *
 * @param consequence what is not checked where the state cannot be read, which is a warning
 */
export async function resourcesOfThisStack(consequence: string): Promise<ReadonlyMap<string, StackResource>> {
  // The answer has the stack's secrets.
  withholdSecretsFromDebugLog();
  try {
    const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
    const answer = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
    return new Map(Object.entries(answer.outputs as Record<string, StackResource>));
  } catch (error) {
    await pulumi.log.warn(`the state of this stack cannot be read, so ${consequence}: ${errorMessage(error)}`);
    return new Map();
  }
}
