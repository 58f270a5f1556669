"""Azure DevOps for a Gitpod organization."""

import pulumi
import gitpod_azure_devops as gitpod

config = pulumi.Config()
host = pulumi.Config("gitpod").require("host")

azure_devops = gitpod.AzureDevOpsIntegration(
    "azureDevOps",
    organization_id=config.require("organizationId"),
    tenant_id=pulumi.Config("azuread").require("tenantId"),
    redirect_uri=f"https://{host}/auth/callback",
    authority_host=config.require("authorityHost"),
    owners=config.require_object("owners"),
    rotation={
        "lifetime_days": 180,
        "rotate_after_days": config.require_int("rotateAfterDays"),
        "trigger": config.require("rotationTrigger"),
    },
)

pulumi.export("activationUrl", azure_devops.activation_url)
pulumi.export("verified", azure_devops.verified)
pulumi.export("clientId", azure_devops.client_id)
pulumi.export("secretExpiresAt", azure_devops.secret_expires_at)
