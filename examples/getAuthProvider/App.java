package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.GitpodFunctions;
import io.github.gitpodazuredevops.gitpod.inputs.GetAuthProviderArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var existing = GitpodFunctions.getAuthProvider(GetAuthProviderArgs.builder()
                .organizationId("11111111-2222-4333-8444-555555555555")
                .host("dev.azure.com")
                .build());
            ctx.export("verified", existing.applyValue(found -> found.verified()));
        });
    }
}
