import pulumi
import gitpod_azure_devops as gitpod

existing = gitpod.get_scm_integrations_output(
    runner_id="11111111-2222-4333-8444-555555555555")
pulumi.export("scmIntegrations", existing.scm_integrations)
