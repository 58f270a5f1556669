import pulumi
import gitpod_azure_devops as gitpod

mine = gitpod.get_organizations_output()
pulumi.export("organizations", mine.organizations)
