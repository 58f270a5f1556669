package main

import (
	"github.com/gitpod-azure-devops/gitpod-azure-devops/sdk/go/gitpod"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		integration, err := gitpod.NewScmIntegration(ctx, "integration", &gitpod.ScmIntegrationArgs{
			RunnerId:     pulumi.String("11111111-2222-4333-8444-555555555555"),
			IssuerUrl:    pulumi.String("https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/v2.0"),
			ClientId:     pulumi.String("bbbbbbbb-cccc-4ddd-8eee-ffffffffffff"),
			ClientSecret: config.New(ctx, "").RequireSecret("clientSecret"),
		})
		if err != nil {
			return err
		}
		ctx.Export("connectUrl", integration.ConnectUrl)
		return nil
	})
}
