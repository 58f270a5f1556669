import packageJson from "../package.json" with { type: "json" };
import type { PackageMetadata } from "../provider-kit/packageMetadata.ts";

const { author, license, homepage, repository, dependencies, version } = packageJson;

const REPOSITORY = repository.url.replace(/^git\+|\.git$/g, "");
/** `<owner>/<repository>` on GitHub. */
const PATH = new URL(REPOSITORY).pathname.slice(1);
const [OWNER = ""] = PATH.split("/");

export const metadata = {
  publisher: author,
  namespace: OWNER,
  homepage,
  repository: REPOSITORY,
  logoUrl: `https://raw.githubusercontent.com/${PATH}/v${version}/docs/pictures/logo.png`,
  license,
  keywords: ["category/vcs", "kind/native", "gitpod", "azure-devops", "entra-id"],
  pluginDownloadURL: `github://api.github.com/${PATH}`,
  dependencies: [{ name: "azuread", version: dependencies["@pulumi/azuread"] }],
  // Without `respectSchemaVersion` an SDK has no version, and asks for the newest plugin.
  language: {
    nodejs: { packageName: `@${OWNER}/gitpod`, respectSchemaVersion: true },
    python: { packageName: OWNER.replaceAll("-", "_"), pyproject: { enabled: true }, respectSchemaVersion: true },
    go: {
      importBasePath: `github.com/${PATH}/sdk/go/gitpod`,
      generateResourceContainerTypes: true,
      respectSchemaVersion: true,
    },
    csharp: { rootNamespace: "GitpodAzureDevOps", respectSchemaVersion: true },
    java: { basePackage: "io.github.gitpodazuredevops", buildFiles: "gradle" },
  },
} satisfies PackageMetadata;
