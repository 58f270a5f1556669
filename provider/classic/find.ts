import type { OperationContext } from "../../provider-kit/resource.ts";
import { findLive } from "../connect/batchedReader.ts";
import { failedFor } from "../connect/errors.ts";
import { calls } from "../connect/retry.ts";
import { explain } from "./explain.ts";
import type { Integration, IntegrationApi } from "./integrationApi.ts";
import type { Inputs } from "./schema.ts";

type Place = Pick<Inputs, "organizationId" | "host">;

/** Identifies an organization's one integration for a host. */
export function placeOf({ organizationId, host }: Place): string {
  return `${organizationId} ${host}`.toLowerCase();
}

/** The integration with this id; undefined when the organization has none. Fails where the token cannot see that. */
export async function findById(
  api: IntegrationApi,
  id: string,
  place: Place,
  context: OperationContext,
): Promise<Integration | undefined> {
  return findLive(api, id, place.organizationId, calls(context)).catch((error: unknown) => {
    throw explain(error, "read", place);
  });
}

/** The organization's integration for the host. Gitpod keeps a host in the case in which it was typed. */
export function standingAt(place: Place, providers: readonly Integration[]): Integration | undefined {
  return providers.find(({ organizationId, host }) => placeOf({ organizationId, host }) === placeOf(place));
}

/** Deletes the integration. Succeeds when it is gone; fails when the token merely cannot see it. */
export async function deleteById(
  api: IntegrationApi,
  id: string,
  place: Place,
  context: OperationContext,
): Promise<void> {
  try {
    await api.delete(id, calls(context));
  } catch (error) {
    const gone = failedFor(error, "notFound") && (await findById(api, id, place, context)) === undefined;
    if (!gone) throw explain(error, "delete", place);
  }
}
