import pulumi
import gitpod_azure_devops as gitpod

config = pulumi.Config()
client_secret = config.require_secret("clientSecret")
integration = gitpod.AuthProvider("integration",
    organization_id="11111111-2222-4333-8444-555555555555",
    authorization_url="https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/oauth2/v2.0/authorize",
    token_url="https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/oauth2/v2.0/token",
    client_id="bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
    client_secret=client_secret)
pulumi.export("activationUrl", integration.activation_url)
