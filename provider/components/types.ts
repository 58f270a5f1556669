import { z } from "zod";
import {
  lackedPermissions,
  PERMISSION_NAMES,
  type PermissionName,
  type PermissionNeeds,
} from "../../components/entra/permissions.ts";
import { NO_PERMISSION, permissionProblem } from "../../components/entra/problems.ts";
import { nearest } from "../../provider-kit/nearest.ts";
import { problemMessage, refuse } from "../../provider-kit/problem.ts";
import { inputSchema as rotationInputs } from "../rotation/schema.ts";

export const text = () => z.string("must be text");

export const uuid = (meaning: string) => z.guid(`must be a UUID, ${meaning}`);

const permission = z
  .string(NO_PERMISSION)
  .check(refuse(permissionProblem))
  .pipe(
    z.enum(PERMISSION_NAMES).meta({
      id: "Permission",
      description: "A delegated permission that an app registration can ask for.",
    }),
  );

export const permissions = z.array(permission, `must be a list of permissions, out of ${PERMISSION_NAMES.join(", ")}`);

/** The permissions of an app for one platform. */
export function platformPermissions(platform: PermissionNeeds & { defaultPermissions: readonly PermissionName[] }) {
  return permissions
    .superRefine((names, context) => {
      const message = lackedPermissions(platform, names);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    })
    .optional()
    .meta({
      description: `Delegated permissions that the app asks for. Default: ${platform.defaultPermissions.join(", ")}. Changing them updates the app.`,
    });
}

/** When a client secret ends and is renewed: the inputs of a Rotation. */
export const rotation = z
  .strictObject(rotationInputs.shape, { error: rotationError })
  .meta({ id: "RotationSettings", description: "When a client secret ends and is renewed." });

function rotationError(issue: z.core.$ZodRawIssue): string {
  if (issue.code !== "unrecognized_keys") return "must be an object";
  const names = Object.keys(rotationInputs.shape);
  const problems = issue.keys.map((key) => {
    const reason = `has no property ${key.slice(0, 60)}`;
    return problemMessage({ reason, suggestion: nearest(key, names), basis: "guess" });
  });
  return problems.join(", and ");
}
