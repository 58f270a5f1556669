import pulumi
import gitpod_azure_devops as gitpod

rotation = gitpod.Rotation("rotation",
    lifetime_days=180,
    rotate_after_days=150)
pulumi.export("expiresAt", rotation.expires_at)
