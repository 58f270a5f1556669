package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		mine, err := gitpod.GetRunners(ctx)
		if err != nil {
			return err
		}
		ctx.Export("runners", pulumi.Any(mine.Runners))
		return nil
	})
}
