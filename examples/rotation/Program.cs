using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var rotation = new Gitpod.Rotation("rotation", new()
    {
        LifetimeDays = 180,
        RotateAfterDays = 150,
    });

    return new Dictionary<string, object?>
    {
        ["expiresAt"] = rotation.ExpiresAt,
    };
});
