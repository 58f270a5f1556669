import pulumi
import gitpod_azure_devops as gitpod

runner = gitpod.RunnerScm("runner",
    runner_id="11111111-2222-4333-8444-555555555555")
pulumi.export("redirectUri", runner.redirect_uri)
