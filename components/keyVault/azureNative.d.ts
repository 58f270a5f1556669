/** What is used of `@pulumi/azure-native`, which is installed only where a Key Vault is wanted. */
declare module "@pulumi/azure-native/keyvault/secret.js" {
  import type { CustomResource, CustomResourceOptions, Input, Output } from "@pulumi/pulumi";

  interface SecretArgs {
    resourceGroupName: Input<string>;
    vaultName: Input<string>;
    secretName?: Input<string>;
    properties: Input<{
      value?: Input<string>;
      contentType?: Input<string>;
      attributes?: Input<{
        enabled?: Input<boolean>;
        /** Seconds since 1970. */
        expires?: Input<number | undefined>;
      }>;
    }>;
  }

  /** https://www.pulumi.com/registry/packages/azure-native/api-docs/keyvault/secret/ */
  export class Secret extends CustomResource {
    constructor(name: string, args: SecretArgs, opts?: CustomResourceOptions);
    readonly properties: Output<{ readonly secretUri: string }>;
  }
}
