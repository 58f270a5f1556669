using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var integration = new Gitpod.ScmIntegration("integration", new()
    {
        RunnerId = "11111111-2222-4333-8444-555555555555",
        IssuerUrl = "https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/v2.0",
        ClientId = "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
        ClientSecret = new Config().RequireSecret("clientSecret"),
    });

    return new Dictionary<string, object?>
    {
        ["connectUrl"] = integration.ConnectUrl,
    };
});
