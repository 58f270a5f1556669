package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.ScmIntegration;
import io.github.gitpodazuredevops.gitpod.ScmIntegrationArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var integration = new ScmIntegration("integration", ScmIntegrationArgs.builder()
                .runnerId("11111111-2222-4333-8444-555555555555")
                .issuerUrl("https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/v2.0")
                .clientId("bbbbbbbb-cccc-4ddd-8eee-ffffffffffff")
                .clientSecret(ctx.config().requireSecret("clientSecret"))
                .build());
            ctx.export("connectUrl", integration.connectUrl());
        });
    }
}
