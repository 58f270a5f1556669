import * as pulumi from "@pulumi/pulumi";

/** Inputs of {@link Rotation}. Changing any of them updates in place. */
export interface RotationArgs {
  /** How long a secret is valid, in days. Default 180. Changing it rotates at the next deployment. */
  lifetimeDays?: pulumi.Input<number | undefined>;
  /** Age of a secret, in days, at which the next deployment rotates it. Unset: nothing rotates by time. */
  rotateAfterDays?: pulumi.Input<number | undefined>;
  /** Any text; changing it rotates at the next deployment. */
  trigger?: pulumi.Input<string | undefined>;
}

/** Remembers when a secret was issued, so that its end date is the same in every run until the secret is rotated. */
export class Rotation extends pulumi.CustomResource {
  static readonly #type = "gitpod:index:Rotation";

  /** See {@link RotationArgs.lifetimeDays}. */
  declare readonly lifetimeDays: pulumi.Output<number>;
  /** See {@link RotationArgs.rotateAfterDays}. */
  declare readonly rotateAfterDays: pulumi.Output<number | undefined>;
  /** See {@link RotationArgs.trigger}. */
  declare readonly trigger: pulumi.Output<string | undefined>;
  /** Counts the secrets, from 1. A new number asks for a new secret. Unknown in a preview of a rotation. */
  declare readonly generation: pulumi.Output<number>;
  /** When the present secret was issued (RFC 3339, UTC). */
  declare readonly issuedAt: pulumi.Output<string>;
  /** When the present secret ends (RFC 3339, UTC). */
  declare readonly expiresAt: pulumi.Output<string>;

  constructor(name: string, args: RotationArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const inputs = {
      lifetimeDays: args.lifetimeDays,
      rotateAfterDays: args.rotateAfterDays,
      trigger: args.trigger,
    };
    const outputs = { generation: undefined, issuedAt: undefined, expiresAt: undefined };
    super(Rotation.#type, name, { ...inputs, ...outputs }, opts);
  }

  /** Whether a value is a `Rotation`, also when it comes from another copy of this module. */
  static override isInstance(value: unknown): value is Rotation {
    return pulumi.Resource.isInstance(value) && "__pulumiType" in value && value.__pulumiType === Rotation.#type;
  }
}
