import type { Integration } from "../../../cli/engine/stackExport.ts";
import { CLASSIC } from "../../../platforms/classic.ts";
import { ONA } from "../../../platforms/ona.ts";

const ORGANIZATION = "5a4db0c5-0000-4000-8000-000000000001";

/** An integration with the fields that a test sets. */
export function integration(wanted: Partial<Integration> = {}): Integration {
  return {
    name: "azure-devops-integration",
    platform: CLASSIC,
    id: "1d1d1d1d-0000-4000-8000-000000000001",
    gitpodHost: "gitpod.example.com",
    place: ORGANIZATION,
    providerHost: "dev.azure.com",
    link: "https://gitpod.example.com/api/authorize?host=dev.azure.com",
    verified: true,
    problems: [],
    refusedSince: undefined,
    secret: undefined,
    resources: [],
    ...wanted,
  };
}

/** The same of Ona. */
export function onaIntegration(wanted: Partial<Integration> = {}): Integration {
  return integration({
    name: "azure-devops-ona-integration",
    platform: ONA,
    id: "1d1d1d1d-0000-4000-8000-000000000002",
    gitpodHost: "",
    place: "5a4db0c5-0000-4000-8000-000000000003",
    link: "https://app.ona.com/connect?host=dev.azure.com",
    ...wanted,
  });
}

const urn = (type: string, name: string) => `urn:pulumi:prod::gitpod-azure-devops::${type}::${name}`;
const ROTATION = "gitpod:index:EntraApplication$gitpod:index:Rotation";
const PASSWORD = "gitpod:index:EntraApplication$azuread:index/applicationPassword:ApplicationPassword";

/** The resources of one integration in a state: its Rotation, the password behind it, and the integration itself. */
export function resourcesOf(name: string, issuedAt: string, expiresAt: string, outputs: object = {}): object[] {
  const [rotation, password] = [urn(ROTATION, `${name}-rotation`), urn(PASSWORD, `${name}-secret`)];
  return [
    { urn: rotation, type: "gitpod:index:Rotation", outputs: { generation: 1, lifetimeDays: 30, issuedAt, expiresAt } },
    {
      urn: password,
      type: "azuread:index/applicationPassword:ApplicationPassword",
      dependencies: [rotation],
      outputs: { value: { ciphertext: "v1:abc" } },
    },
    {
      urn: urn("gitpod:index:AuthProvider", name),
      type: "gitpod:index:AuthProvider",
      id: `id-of-${name}`,
      dependencies: [password],
      propertyDependencies: { clientSecret: [password], host: null },
      outputs: {
        organizationId: ORGANIZATION,
        host: "dev.azure.com",
        verified: true,
        activationUrl: "https://gitpod.example.com/api/authorize?host=dev.azure.com",
        ...outputs,
      },
    },
  ];
}

/** The resource of the stack itself, with the stack's outputs. */
export function stackResource(outputs: object): object {
  return { urn: urn("pulumi:pulumi:Stack", "gitpod-azure-devops-prod"), type: "pulumi:pulumi:Stack", outputs };
}

/** The output of `pulumi stack export`. */
export function stackExport(...resources: object[]): string {
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
}
