package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.GitpodFunctions;
import io.github.gitpodazuredevops.gitpod.inputs.GetTokenProblemsArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var found = GitpodFunctions.getTokenProblems(GetTokenProblemsArgs.builder()
                .runnerIds("11111111-2222-4333-8444-555555555555")
                .build());
            ctx.export("problems", found.applyValue(result -> result.problems()));
        });
    }
}
