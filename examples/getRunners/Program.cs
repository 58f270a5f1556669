using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var mine = Gitpod.GetRunners.Invoke();

    return new Dictionary<string, object?>
    {
        ["runners"] = mine.Apply(found => found.Runners),
    };
});
