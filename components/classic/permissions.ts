import { CLASSIC } from "../../platforms/classic.ts";
import type { PermissionName } from "../entra/permissions.ts";

/** What Gitpod needs: to read and write code, and to know on whose behalf it acts. */
export const DEFAULT_PERMISSIONS: readonly PermissionName[] = CLASSIC.defaultPermissions;
