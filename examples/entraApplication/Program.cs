using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var application = new Gitpod.EntraApplication("application", new()
    {
        TenantId = "66666666-7777-4888-8999-aaaaaaaaaaaa",
        DisplayName = "Gitpod",
        RedirectUris = { "https://gitpod.example.com/auth/callback" },
        Permissions =
        {
            Gitpod.Permission.Vso_code_write,
            Gitpod.Permission.Vso_profile,
            Gitpod.Permission.User_Read,
        },
    });

    return new Dictionary<string, object?>
    {
        ["clientId"] = application.ClientId,
    };
});
