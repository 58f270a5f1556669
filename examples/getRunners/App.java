package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.GitpodFunctions;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var mine = GitpodFunctions.getRunners();
            ctx.export("runners", mine.applyValue(found -> found.runners()));
        });
    }
}
