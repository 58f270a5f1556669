import pulumi
import gitpod_azure_devops as gitpod

application = gitpod.EntraApplication("application",
    tenant_id="66666666-7777-4888-8999-aaaaaaaaaaaa",
    display_name="Gitpod",
    redirect_uris=["https://gitpod.example.com/auth/callback"],
    permissions=[
        "vso.code_write",
        "vso.profile",
        "User.Read",
    ])
pulumi.export("clientId", application.client_id)
