import { ApplicationPassword } from "@pulumi/azuread/applicationPassword.js";
import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../base/debugLog.ts";
import { Rotation, type RotationArgs } from "../gitpod/rotation.ts";

const DAY = 24 * 60 * 60 * 1000;

/** A client secret of an app registration. */
export interface ClientSecret {
  readonly value: pulumi.Output<string>;
  /** When it ends (RFC 3339, UTC). */
  readonly expiresAt: pulumi.Output<string>;
}

/** Inputs of {@link clientSecret}. */
export interface ClientSecretArgs {
  /** Resource id of the app registration at Microsoft Graph: `/applications/<object id>`. */
  readonly applicationId: pulumi.Input<string>;
  /** Display name of the secret. Changing it replaces the secret. */
  readonly displayName: pulumi.Input<string>;
  /** When the secret ends and is renewed. */
  readonly rotation: RotationArgs | undefined;
  /** Hooks of the secret itself. */
  readonly hooks?: pulumi.ResourceHookBinding | undefined;
}

/**
 * A client secret that is renewed by a rotation: two resources, `<name>-secret-rotation` and `<name>-secret`. An app may
 * have several, such as one for each platform that signs people in with it.
 */
export function clientSecret(
  name: string,
  { applicationId, displayName, rotation: rotationArgs, hooks = {} }: ClientSecretArgs,
  opts?: pulumi.CustomResourceOptions,
): ClientSecret {
  withholdSecretsFromDebugLog();
  const rotation = new Rotation(`${name}-secret-rotation`, rotationArgs, opts);
  const password = new ApplicationPassword(
    `${name}-secret`,
    {
      applicationId,
      displayName,
      endDate: pulumi
        .all([rotation.expiresAt, rotation.lifetimeDays] as const)
        .apply(([rotationEnd, lifetimeDays]) => endOfLifetime(rotationEnd, lifetimeDays)),
      rotateWhenChanged: { generation: pulumi.interpolate`${rotation.generation}` },
    },
    // The end date is that of a secret made now. While the secret stays, the engine ignores a change of it. A secret that is
    // made, by rotation or because somebody deleted the former one, gets it, and so a whole lifetime.
    { ...opts, hooks, ignoreChanges: ["endDate"] },
  );
  return { value: pulumi.secret(password.value), expiresAt: password.endDate };
}

/** A whole lifetime from now, even if the present generation was issued in an earlier run. */
function endOfLifetime(rotationEnd: string, lifetimeDays: number): string {
  const now = Math.floor(Date.now() / 1000) * 1000;
  return new Date(Math.max(Date.parse(rotationEnd), now + lifetimeDays * DAY)).toISOString().replace(".000Z", "Z");
}
