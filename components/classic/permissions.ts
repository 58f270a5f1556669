import type { PermissionName } from "../entra/permissions.ts";

/** What Gitpod needs: to read and write code, and to know on whose behalf it acts. */
export const DEFAULT_PERMISSIONS: readonly PermissionName[] = ["vso.code_write", "vso.profile", "User.Read"];

/** Scopes that Gitpod asks for at every sign-in; Entra refuses it (AADSTS70011) when the app does not have them. */
const REQUIRED: readonly PermissionName[] = ["vso.code_write", "vso.profile"];

/** The permissions that an app for Gitpod must have and that `names` lacks. */
export function missingPermissions(names: readonly PermissionName[]): PermissionName[] {
  return REQUIRED.filter((name) => !names.includes(name));
}
