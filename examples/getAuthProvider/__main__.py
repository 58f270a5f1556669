import pulumi
import gitpod_azure_devops as gitpod

existing = gitpod.get_auth_provider_output(
    organization_id="11111111-2222-4333-8444-555555555555",
    host="dev.azure.com")
pulumi.export("verified", existing.verified)
