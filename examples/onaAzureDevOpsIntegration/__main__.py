import pulumi
import gitpod_azure_devops as gitpod

azure_dev_ops = gitpod.OnaAzureDevOpsIntegration("azureDevOps",
    runner_id="11111111-2222-4333-8444-555555555555",
    tenant_id="66666666-7777-4888-8999-aaaaaaaaaaaa",
    rotation={
        "lifetime_days": 180,
        "rotate_after_days": 150,
    })
pulumi.export("connectUrl", azure_dev_ops.connect_url)
