import pulumi
import gitpod_azure_devops as gitpod

azure_dev_ops = gitpod.AzureDevOpsIntegration("azureDevOps",
    organization_id="11111111-2222-4333-8444-555555555555",
    tenant_id="66666666-7777-4888-8999-aaaaaaaaaaaa",
    redirect_uri="https://gitpod.example.com/auth/callback",
    rotation={
        "lifetime_days": 180,
        "rotate_after_days": 150,
    })
pulumi.export("activationUrl", azure_dev_ops.activation_url)
