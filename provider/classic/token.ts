import type { OperationContext } from "../../provider-kit/resource.ts";
import { failedFor } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import { explainCall } from "./explain.ts";
import { visibleRole } from "./organizations.ts";
import type { ClassicServices } from "./services.ts";

const NEXT = "Use the token of an owner, or check organizationId.";

/** Why the token cannot manage the integrations of organizations, by id. Fails where it is missing or not accepted. */
export async function ownerProblems(
  { organizations: api }: Pick<ClassicServices, "organizations">,
  ids: readonly string[],
  context: OperationContext,
): Promise<ReadonlyMap<string, string>> {
  const call = calls(context);
  try {
    const [user, own] = await Promise.all([api.user(call), api.organizations(call)]);
    const problemIn = async (id: string) => {
      const organization = own.find((each) => each.id.toLowerCase() === id.toLowerCase());
      if (organization === undefined) return `the owner of gitpod:token is not in organization ${id}. ${NEXT}`;
      const role = await visibleRole(api, organization.id, user.id, call);
      if (role === undefined || role === "owner") return undefined;
      return `the owner of gitpod:token is a ${role} of organization ${id}, and only an owner may manage integrations. ${NEXT}`;
    };
    const problems = await Promise.all(ids.map(async (id) => [id, await problemIn(id)] as const));
    return new Map(problems.flatMap(([id, problem]) => (problem === undefined ? [] : [[id, problem] as const])));
  } catch (error) {
    // What the token may not see, nobody knows.
    if (failedFor(error, "forbidden")) return new Map();
    throw explainCall(error, "try gitpod:token");
  }
}
