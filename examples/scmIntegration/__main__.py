import pulumi
import gitpod_azure_devops as gitpod

config = pulumi.Config()
client_secret = config.require_secret("clientSecret")
integration = gitpod.ScmIntegration("integration",
    runner_id="11111111-2222-4333-8444-555555555555",
    issuer_url="https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/v2.0",
    client_id="bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
    client_secret=client_secret)
pulumi.export("connectUrl", integration.connect_url)
