import * as gitpod from "@gitpod-azure-devops/gitpod";

const application = new gitpod.EntraApplication("application", {
  tenantId: "66666666-7777-4888-8999-aaaaaaaaaaaa",
  displayName: "Gitpod",
  redirectUris: ["https://gitpod.example.com/auth/callback"],
  permissions: ["vso.code_write", "vso.profile", "User.Read"],
});
export const clientId = application.clientId;
