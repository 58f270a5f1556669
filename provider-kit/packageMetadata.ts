/**
 * What registries show of a package, and how SDKs are named. Each field has the name and meaning that it has in the package
 * schema: https://www.pulumi.com/docs/iac/extending-pulumi/schema/
 */
export interface PackageMetadata {
  readonly publisher: string;
  /** Part of the names of the package's SDKs. */
  readonly namespace: string;
  readonly homepage: string;
  readonly repository: string;
  readonly logoUrl: string;
  readonly license: string;
  /** The first ones name the category and the kind, such as `category/vcs` and `kind/native`. */
  readonly keywords: readonly string[];
  /** Server from which the engine gets the plugin. */
  readonly pluginDownloadURL: string;
  /** Packages of other providers whose resources the components register. */
  readonly dependencies?: readonly { readonly name: string; readonly version: string }[];
  /** Settings of the SDK generators, by language. */
  readonly language: Readonly<Record<string, object>>;
}
