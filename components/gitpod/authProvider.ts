import * as pulumi from "@pulumi/pulumi";
import { withholdSecretsFromDebugLog } from "../debugLog.ts";

/** Inputs of {@link AuthProvider}. */
export interface AuthProviderArgs {
  /** Organization that owns the integration (a UUID). Changing it replaces the integration. */
  organizationId: pulumi.Input<string>;
  /**
   * Host of the Git provider, in lower case, with neither scheme nor slash. Default `dev.azure.com`. Gitpod keeps one
   * integration for each organization and host. Changing it replaces the integration.
   */
  host?: pulumi.Input<string | undefined>;
  /** OAuth 2.0 authorization endpoint (RFC 6749, section 3.1). Changing it updates; an owner must activate again. */
  authorizationUrl: pulumi.Input<string>;
  /** OAuth 2.0 token endpoint (RFC 6749, section 3.2). Changing it updates; an owner must activate again. */
  tokenUrl: pulumi.Input<string>;
  /** Application (client) id of the app registration. Changing it updates; an owner must activate again. */
  clientId: pulumi.Input<string>;
  /** Client secret of the app registration; always kept secret. Changing it updates; an owner must activate again. */
  clientSecret: pulumi.Input<string>;
  /**
   * Take over the integration which the organization already has for this host, instead of failing. Default false.
   * Changing it alone does nothing to an existing integration.
   */
  adoptExisting?: pulumi.Input<boolean | undefined>;
  /**
   * Prove at `tokenUrl` that the client secret is accepted before Gitpod is given it. Default true. Changing it alone
   * does nothing to an existing integration.
   */
  verifyCredentials?: pulumi.Input<boolean | undefined>;
}

/**
 * An Azure DevOps integration of a Gitpod organization: what "Organization Settings > Git Providers > New Integration"
 * makes. Import an existing one by its id.
 */
export class AuthProvider extends pulumi.CustomResource {
  static readonly #type = "gitpod:index:AuthProvider";

  /** See {@link AuthProviderArgs.organizationId}. */
  declare readonly organizationId: pulumi.Output<string>;
  /** See {@link AuthProviderArgs.host}. */
  declare readonly host: pulumi.Output<string>;
  /** See {@link AuthProviderArgs.authorizationUrl}. */
  declare readonly authorizationUrl: pulumi.Output<string>;
  /** See {@link AuthProviderArgs.tokenUrl}. */
  declare readonly tokenUrl: pulumi.Output<string>;
  /** See {@link AuthProviderArgs.clientId}. */
  declare readonly clientId: pulumi.Output<string>;
  /** See {@link AuthProviderArgs.clientSecret}. */
  declare readonly clientSecret: pulumi.Output<string>;
  /** See {@link AuthProviderArgs.adoptExisting}. */
  declare readonly adoptExisting: pulumi.Output<boolean>;
  /** See {@link AuthProviderArgs.verifyCredentials}. */
  declare readonly verifyCredentials: pulumi.Output<boolean>;
  /** Whether an owner has activated the integration since its credentials last changed. Live after a refresh. */
  declare readonly verified: pulumi.Output<boolean>;
  /** Redirect URI to register with the app: `https://<gitpod host>/auth/callback`, the same for every integration. */
  declare readonly redirectUri: pulumi.Output<string>;
  /** Link by which an organization owner activates the integration in a browser. */
  declare readonly activationUrl: pulumi.Output<string>;
  /** OAuth scopes which Gitpod asks people to consent to. */
  declare readonly scopes: pulumi.Output<string[]>;
  /** Page of the Git provider on which people review what they consented to. */
  declare readonly settingsUrl: pulumi.Output<string>;
  /** Gitpod's kind of integration: `AUTH_PROVIDER_TYPE_AZURE_DEVOPS`. */
  declare readonly type: pulumi.Output<string>;

  constructor(name: string, args: AuthProviderArgs, opts?: pulumi.CustomResourceOptions) {
    withholdSecretsFromDebugLog();
    const inputs = {
      organizationId: args.organizationId,
      host: args.host,
      authorizationUrl: args.authorizationUrl,
      tokenUrl: args.tokenUrl,
      clientId: args.clientId,
      clientSecret: args.clientSecret === undefined ? undefined : pulumi.secret(args.clientSecret),
      adoptExisting: args.adoptExisting,
      verifyCredentials: args.verifyCredentials,
    };
    const outputs = {
      verified: undefined,
      redirectUri: undefined,
      activationUrl: undefined,
      scopes: undefined,
      settingsUrl: undefined,
      type: undefined,
    };
    const secrets = { additionalSecretOutputs: ["clientSecret"] };
    super(AuthProvider.#type, name, { ...inputs, ...outputs }, pulumi.mergeOptions(opts, secrets));
  }

  /** The integration with this id, read from Gitpod and not managed by the program. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): AuthProvider {
    return new AuthProvider(name, {} as AuthProviderArgs, { ...opts, id });
  }

  /** Whether a value is an `AuthProvider`, also when it comes from another copy of this module. */
  static override isInstance(value: unknown): value is AuthProvider {
    return pulumi.Resource.isInstance(value) && "__pulumiType" in value && value.__pulumiType === AuthProvider.#type;
  }
}
