import * as pulumi from "@pulumi/pulumi";

/** Settings of {@link Provider}. One left out comes from its environment variable, if it has one. */
export interface ProviderArgs {
  /** Host of the Gitpod installation, with neither scheme nor slash. Environment: GITPOD_HOST. */
  host?: pulumi.Input<string | undefined>;
  /** Personal access token of an organization owner; always kept secret. Environment: GITPOD_TOKEN. */
  token?: pulumi.Input<string | undefined>;
  /** Base URL of the public API. Default `https://api.<host>`. Environment: GITPOD_API_URL. */
  apiUrl?: pulumi.Input<string | undefined>;
  /** How long one request may take, in seconds. */
  requestTimeoutSeconds?: pulumi.Input<number | undefined>;
  /** How many times a request that failed for a transient reason is tried again. */
  maxRetries?: pulumi.Input<number | undefined>;
}

/**
 * A Gitpod installation other than the one the stack's `gitpod:*` settings name. Hand it to resources and components
 * with the options `provider` and `providers`.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    const inputs = {
      host: args.host,
      token: args.token === undefined ? undefined : pulumi.secret(args.token),
      apiUrl: args.apiUrl,
      requestTimeoutSeconds: json(args.requestTimeoutSeconds),
      maxRetries: json(args.maxRetries),
    };
    super("gitpod", name, inputs, pulumi.mergeOptions(opts, { additionalSecretOutputs: ["token"] }));
  }
}

/** Provider settings travel as strings, as stack settings do; Pulumi's own SDKs encode others as JSON. */
function json(value: pulumi.Input<number | undefined>): pulumi.Output<string> | undefined {
  return value === undefined ? undefined : pulumi.output(value).apply((known) => JSON.stringify(known));
}
