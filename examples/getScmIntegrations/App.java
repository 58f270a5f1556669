package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.GitpodFunctions;
import io.github.gitpodazuredevops.gitpod.inputs.GetScmIntegrationsArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var existing = GitpodFunctions.getScmIntegrations(GetScmIntegrationsArgs.builder()
                .runnerId("11111111-2222-4333-8444-555555555555")
                .build());
            ctx.export("scmIntegrations", existing.applyValue(found -> found.scmIntegrations()));
        });
    }
}
