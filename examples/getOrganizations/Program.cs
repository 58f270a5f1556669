using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var mine = Gitpod.GetOrganizations.Invoke();

    return new Dictionary<string, object?>
    {
        ["organizations"] = mine.Apply(found => found.Organizations),
    };
});
