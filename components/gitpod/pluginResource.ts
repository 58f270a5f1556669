import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../base/debugLog.ts";
import { released } from "./released.ts";

/** A resource of the plugin, as its schema describes it. */
export interface ResourceShape {
  /** Type token such as `gitpod:index:Rotation`; the package's name for the provider itself. */
  readonly token: string;
  readonly inputs: readonly string[];
  /** Outputs that are not inputs too. */
  readonly outputs: readonly string[];
  /** Names of the properties that are always secret. */
  readonly secrets: readonly string[];
}

/** Base of the generated resource classes. */
export abstract class PluginResource extends pulumi.CustomResource {
  constructor(shape: ResourceShape, name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    if (shape.secrets.length > 0) withholdSecretsFromDebugLog();
    const outputs = Object.fromEntries(shape.outputs.map((output) => [output, undefined]));
    super(shape.token, name, { ...inputsOf(shape, args), ...outputs }, withSecrets(shape, released(opts)));
  }
}

/** Base of the generated provider class. */
export abstract class PluginProvider extends pulumi.ProviderResource {
  constructor(shape: ResourceShape, name: string, args: object, opts?: pulumi.ResourceOptions) {
    const inputs = Object.entries(inputsOf(shape, args)).map(([input, value]) => [
      input,
      value === undefined ? undefined : asText(value),
    ]);
    super(shape.token, name, Object.fromEntries(inputs), withSecrets(shape, released(opts)));
  }
}

/** Whether a value is a resource of this type, even if it comes from another copy of its class. */
export function isOfType({ token }: ResourceShape, value: unknown): boolean {
  return pulumi.Resource.isInstance(value) && "__pulumiType" in value && value.__pulumiType === token;
}

/** Every input, undefined ones too: the SDK makes outputs only of properties that are named. */
function inputsOf({ inputs, secrets }: ResourceShape, args: object): Record<string, unknown> {
  const given = args as Readonly<Record<string, unknown>>;
  const entries = inputs.map((input) => {
    const value = given[input];
    return [input, secrets.includes(input) && value !== undefined ? pulumi.secret(value) : value];
  });
  return Object.fromEntries(entries);
}

function withSecrets<Options extends pulumi.ResourceOptions>({ secrets }: ResourceShape, opts?: Options) {
  return secrets.length === 0 ? opts : pulumi.mergeOptions(opts, { additionalSecretOutputs: [...secrets] });
}

/** Settings of a provider are strings on the wire; others are encoded as JSON, as in Pulumi's own SDKs. */
function asText(value: unknown): pulumi.Output<string> {
  return pulumi
    .output(value as pulumi.Input<string | number>)
    .apply((known) => (typeof known === "string" ? known : JSON.stringify(known)));
}
