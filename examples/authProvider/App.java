package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.AuthProvider;
import io.github.gitpodazuredevops.gitpod.AuthProviderArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var integration = new AuthProvider("integration", AuthProviderArgs.builder()
                .organizationId("11111111-2222-4333-8444-555555555555")
                .authorizationUrl("https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/oauth2/v2.0/authorize")
                .tokenUrl("https://login.microsoftonline.com/66666666-7777-4888-8999-aaaaaaaaaaaa/oauth2/v2.0/token")
                .clientId("bbbbbbbb-cccc-4ddd-8eee-ffffffffffff")
                .clientSecret(ctx.config().requireSecret("clientSecret"))
                .build());
            ctx.export("activationUrl", integration.activationUrl());
        });
    }
}
