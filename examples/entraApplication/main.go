package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		application, err := gitpod.NewEntraApplication(ctx, "application", &gitpod.EntraApplicationArgs{
			TenantId:     pulumi.String("66666666-7777-4888-8999-aaaaaaaaaaaa"),
			DisplayName:  pulumi.String("Gitpod"),
			RedirectUris: pulumi.StringArray{pulumi.String("https://gitpod.example.com/auth/callback")},
			Permissions: gitpod.PermissionArray{
				gitpod.Permission("vso.code_write"),
				gitpod.Permission("vso.profile"),
				gitpod.Permission("User.Read"),
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("clientId", application.ClientId)
		return nil
	})
}
