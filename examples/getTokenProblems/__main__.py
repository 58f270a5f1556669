import pulumi
import gitpod_azure_devops as gitpod

found = gitpod.get_token_problems_output(
    runner_ids=["11111111-2222-4333-8444-555555555555"])
pulumi.export("problems", found.problems)
