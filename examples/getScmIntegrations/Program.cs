using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var existing = Gitpod.GetScmIntegrations.Invoke(new()
    {
        RunnerId = "11111111-2222-4333-8444-555555555555",
    });

    return new Dictionary<string, object?>
    {
        ["scmIntegrations"] = existing.Apply(found => found.ScmIntegrations),
    };
});
