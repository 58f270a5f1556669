/** A service principal of Microsoft that every tenant has, with the permissions that matter here. */
export interface ResourceApp {
  readonly appId: string;
  readonly displayName: string;
  /** Prefixes of this resource in a requested scope. */
  readonly identifierUris: readonly string[];
  /** Ids of the delegated permissions, by name. */
  readonly scopes: Readonly<Record<string, string>>;
  /** Ids of the application permissions, by name. */
  readonly roles: Readonly<Record<string, string>>;
}

export const AZURE_DEVOPS: ResourceApp = {
  appId: "499b84ac-1321-427f-aa17-267ca6975798",
  displayName: "Azure DevOps",
  identifierUris: ["https://app.vssps.visualstudio.com", "499b84ac-1321-427f-aa17-267ca6975798"],
  scopes: {
    "vso.code": "b325850d-aa53-41ed-b77a-c5036b2f39fa",
    "vso.code_write": "028ffaf1-6f06-490a-979e-38011f92fb7c",
    "vso.profile": "4ee63f9b-9e65-476c-a487-9fea1e00c7ef",
    user_impersonation: "ee69721e-6c3a-468f-a9ec-302d16a4c599",
  },
  roles: {},
};

export const MICROSOFT_GRAPH: ResourceApp = {
  appId: "00000003-0000-0000-c000-000000000000",
  displayName: "Microsoft Graph",
  identifierUris: ["https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"],
  scopes: {
    "User.Read": "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
    openid: "37f7f235-527c-4136-accd-4a02d197296e",
    offline_access: "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
  },
  roles: {
    "Application.Read.All": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
    "Application.ReadWrite.OwnedBy": "18a4783c-866b-4cc7-a460-3d5e5662c884",
  },
};

export const RESOURCE_APPS: readonly ResourceApp[] = [AZURE_DEVOPS, MICROSOFT_GRAPH];

/** Scopes of OpenID Connect. An app may ask for them without listing them among its permissions. */
export const OPENID_SCOPES: ReadonlySet<string> = new Set(["openid", "profile", "email", "offline_access"]);
