import type { OperationContext } from "../../provider-kit/resource.ts";
import { ApiError } from "../connect/errors.ts";
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
  try {
    return (await api.get(id, calls(context))) ?? (await findInList(api, id, place, context));
  } catch (error) {
    throw explain(error, "read", place);
  }
}

/** Gitpod says `not_found` to somebody without access too. Only a list that succeeds without the id says that it is gone. */
async function findInList(api: AuthProviderApi, id: string, place: Place, context: OperationContext) {
  const listed = await api.list(place.organizationId, calls(context));
  return listed.find((each) => each.id === id);
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
    const gone = isNotFound(error) && (await findById(api, id, place, context)) === undefined;
    if (!gone) throw explain(error, "delete", place);
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === "not_found";
}
