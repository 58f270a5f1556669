package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.GitpodFunctions;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var mine = GitpodFunctions.getOrganizations();
            ctx.export("organizations", mine.applyValue(found -> found.organizations()));
        });
    }
}
