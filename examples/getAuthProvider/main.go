package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		existing := gitpod.LookupAuthProviderOutput(ctx, gitpod.LookupAuthProviderOutputArgs{
			OrganizationId: pulumi.String("11111111-2222-4333-8444-555555555555"),
			Host:           pulumi.String("dev.azure.com"),
		})
		ctx.Export("verified", existing.Verified())
		return nil
	})
}
