import { CLASSIC } from "../../platforms/classic.ts";
import type { PermissionName } from "../entra/permissions.ts";

/** What Gitpod needs: to read and write code, and to know on whose behalf it acts. */
export const DEFAULT_PERMISSIONS: readonly PermissionName[] = CLASSIC.defaultPermissions;

/** The permissions that Gitpod asks for at every sign-in and that `names` lacks. Entra refuses it then (AADSTS70011). */
export function missingPermissions(names: readonly PermissionName[]): PermissionName[] {
  const required: readonly PermissionName[] = CLASSIC.requiredPermissions;
  return required.filter((name) => !names.includes(name));
}

/** Follows "permissions". */
export function missingText(missing: readonly PermissionName[]): string {
  return `lack ${missing.join(" and ")}, which Gitpod always asks for`;
}
