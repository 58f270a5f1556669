import pulumi
import gitpod_azure_devops as gitpod

mine = gitpod.get_runners_output()
pulumi.export("runners", mine.runners)
