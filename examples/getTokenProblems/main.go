package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		found := gitpod.GetTokenProblemsOutput(ctx, gitpod.GetTokenProblemsOutputArgs{
			RunnerIds: pulumi.StringArray{
				pulumi.String("11111111-2222-4333-8444-555555555555"),
			},
		})
		ctx.Export("problems", found.Problems())
		return nil
	})
}
