package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.OnaAzureDevOpsIntegration;
import io.github.gitpodazuredevops.gitpod.OnaAzureDevOpsIntegrationArgs;
import io.github.gitpodazuredevops.gitpod.inputs.RotationSettingsArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var azureDevOps = new OnaAzureDevOpsIntegration("azureDevOps", OnaAzureDevOpsIntegrationArgs.builder()
                .runnerId("11111111-2222-4333-8444-555555555555")
                .tenantId("66666666-7777-4888-8999-aaaaaaaaaaaa")
                .rotation(RotationSettingsArgs.builder()
                    .lifetimeDays(180)
                    .rotateAfterDays(150)
                    .build())
                .build());
            ctx.export("connectUrl", azureDevOps.connectUrl());
        });
    }
}
