import * as pulumi from "@pulumi/pulumi";
import { AzureDevOpsIntegration } from "gitpod-azure-devops";

const config = new pulumi.Config();
const host = new pulumi.Config("gitpod").require("host");

const azureDevOps = new AzureDevOpsIntegration("azureDevOps", {
  organizationId: config.require("organizationId"),
  tenantId: new pulumi.Config("azuread").require("tenantId"),
  redirectUri: `https://${host}/auth/callback`,
  authorityHost: config.require("authorityHost"),
  owners: config.requireObject<string[]>("owners"),
  rotation: {
    lifetimeDays: 180,
    rotateAfterDays: config.requireNumber("rotateAfterDays"),
    trigger: config.require("rotationTrigger"),
  },
});

export const { activationUrl, verified, clientId, secretExpiresAt } = azureDevOps;
