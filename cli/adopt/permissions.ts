import { PERMISSION_NAMES, type PermissionName, requiredResourceAccesses } from "../../components/entra/permissions.ts";
import type { AppRegistration } from "../entra/graph.ts";

/** The permissions that an app registration asks for. */
interface AskedPermissions {
  /** Delegated ones that a setting can name, in the order of such a list. */
  readonly known: readonly PermissionName[];
  /** All others, as `<API's application id>/<permission's id>`. No setting can keep them. */
  readonly others: readonly string[];
}

export function permissionsAsked({
  requiredResourceAccess,
}: Pick<AppRegistration, "requiredResourceAccess">): AskedPermissions {
  const asked = requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id, type }) => keyOf(resourceAppId, id, type)),
  );
  const keys = new Set(keysOf(PERMISSION_NAMES));
  const known = PERMISSION_NAMES.filter((name) => asked.includes(keysOf([name])[0] ?? ""));
  return { known, others: asked.filter((key) => !keys.has(key)) };
}

/** Whether an app registration lists these permissions as the program would: per API, their order shows as a change. */
export function listsExactly(
  { requiredResourceAccess }: Pick<AppRegistration, "requiredResourceAccess">,
  names: readonly PermissionName[],
): boolean {
  const listed = requiredResourceAccess.map(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id, type }) => keyOf(resourceAppId, id, type)).join(),
  );
  const wanted = requiredResourceAccesses(names).map(({ resourceAppId, resourceAccesses }) =>
    resourceAccesses.map(({ id, type }) => keyOf(resourceAppId, id, type)).join(),
  );
  return listed.sort().join(";") === wanted.sort().join(";");
}

function keysOf(names: readonly PermissionName[]): string[] {
  return requiredResourceAccesses(names).flatMap(({ resourceAppId, resourceAccesses }) =>
    resourceAccesses.map(({ id, type }) => keyOf(resourceAppId, id, type)),
  );
}

function keyOf(resourceAppId: string, id: string, type: string): string {
  return `${resourceAppId}/${id}${type === "Scope" ? "" : ` (${type})`}`.toLowerCase();
}
