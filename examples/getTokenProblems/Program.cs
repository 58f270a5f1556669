using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var found = Gitpod.GetTokenProblems.Invoke(new()
    {
        RunnerIds = new[]
        {
            "11111111-2222-4333-8444-555555555555",
        },
    });

    return new Dictionary<string, object?>
    {
        ["problems"] = found.Apply(result => result.Problems),
    };
});
