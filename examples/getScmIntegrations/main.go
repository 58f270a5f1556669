package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		existing := gitpod.GetScmIntegrationsOutput(ctx, gitpod.GetScmIntegrationsOutputArgs{
			RunnerId: pulumi.String("11111111-2222-4333-8444-555555555555"),
		})
		ctx.Export("scmIntegrations", existing.ScmIntegrations())
		return nil
	})
}
