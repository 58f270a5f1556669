import type { OperationContext } from "../../provider-kit/resource.ts";
import { findLive } from "../connect/batchedReader.ts";
import { failedFor } from "../connect/errors.ts";
import type { AuthProvider, AuthProviderApi } from "./authProviders.ts";
import { placeOf } from "./claims.ts";
import { explain } from "./explain.ts";
import type { Inputs } from "./schema.ts";
import { calls } from "./services.ts";

type Place = Pick<Inputs, "organizationId" | "host">;

/** The integration with this id; undefined when the organization has none. Fails where the token may not see that. */
export async function findById(
  api: AuthProviderApi,
  id: string,
  place: Place,
  context: OperationContext,
): Promise<AuthProvider | undefined> {
  return findLive(api, id, place.organizationId, calls(context)).catch((error: unknown) => {
    throw explain(error, "read", place);
  });
}

/** The organization's integration for the host. Gitpod keeps a host in the letters that somebody has typed. */
export function standingAt(place: Place, providers: readonly AuthProvider[]): AuthProvider | undefined {
  return providers.find(({ organizationId, host }) => placeOf({ organizationId, host }) === placeOf(place));
}

/** Deletes the integration. Succeeds when it is gone, and fails when it only cannot be seen. */
export async function deleteById(
  api: AuthProviderApi,
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
