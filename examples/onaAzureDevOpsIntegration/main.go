package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		azureDevOps, err := gitpod.NewOnaAzureDevOpsIntegration(ctx, "azureDevOps", &gitpod.OnaAzureDevOpsIntegrationArgs{
			RunnerId: pulumi.String("11111111-2222-4333-8444-555555555555"),
			TenantId: pulumi.String("66666666-7777-4888-8999-aaaaaaaaaaaa"),
			Rotation: &gitpod.RotationSettingsArgs{
				LifetimeDays:    pulumi.Int(180),
				RotateAfterDays: pulumi.Int(150),
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("connectUrl", azureDevOps.ConnectUrl)
		return nil
	})
}
