using System.Collections.Generic;
using Pulumi;
using Gitpod = GitpodAzureDevOps.Gitpod;

return await Deployment.RunAsync(() =>
{
    var azureDevOps = new Gitpod.OnaAzureDevOpsIntegration("azureDevOps", new()
    {
        RunnerId = "11111111-2222-4333-8444-555555555555",
        TenantId = "66666666-7777-4888-8999-aaaaaaaaaaaa",
        Rotation = new Gitpod.Inputs.RotationSettingsArgs
        {
            LifetimeDays = 180,
            RotateAfterDays = 150,
        },
    });

    return new Dictionary<string, object?>
    {
        ["connectUrl"] = azureDevOps.ConnectUrl,
    };
});
