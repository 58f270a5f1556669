package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		rotation, err := gitpod.NewRotation(ctx, "rotation", &gitpod.RotationArgs{
			LifetimeDays:    pulumi.Int(180),
			RotateAfterDays: pulumi.Int(150),
		})
		if err != nil {
			return err
		}
		ctx.Export("expiresAt", rotation.ExpiresAt)
		return nil
	})
}
