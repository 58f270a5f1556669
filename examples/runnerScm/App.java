package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.RunnerScm;
import io.github.gitpodazuredevops.gitpod.RunnerScmArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var runner = new RunnerScm("runner", RunnerScmArgs.builder()
                .runnerId("11111111-2222-4333-8444-555555555555")
                .build());
            ctx.export("redirectUri", runner.redirectUri());
        });
    }
}
