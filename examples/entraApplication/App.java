package myproject;

import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import io.github.gitpodazuredevops.gitpod.EntraApplication;
import io.github.gitpodazuredevops.gitpod.EntraApplicationArgs;
import io.github.gitpodazuredevops.gitpod.enums.Permission;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var application = new EntraApplication("application", EntraApplicationArgs.builder()
                .tenantId("66666666-7777-4888-8999-aaaaaaaaaaaa")
                .displayName("Gitpod")
                .redirectUris(Output.of("https://gitpod.example.com/auth/callback"))
                .permissions(Permission.Vso_code_write, Permission.Vso_profile, Permission.User_Read)
                .build());
            ctx.export("clientId", application.clientId());
        });
    }
}
