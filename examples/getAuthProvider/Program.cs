using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var existing = Gitpod.GetAuthProvider.Invoke(new()
    {
        OrganizationId = "11111111-2222-4333-8444-555555555555",
        Host = "dev.azure.com",
    });

    return new Dictionary<string, object?>
    {
        ["verified"] = existing.Apply(found => found.Verified),
    };
});
