package myproject;

import com.pulumi.Pulumi;
import io.github.gitpodazuredevops.gitpod.Rotation;
import io.github.gitpodazuredevops.gitpod.RotationArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var rotation = new Rotation("rotation", RotationArgs.builder()
                .lifetimeDays(180)
                .rotateAfterDays(150)
                .build());
            ctx.export("expiresAt", rotation.expiresAt());
        });
    }
}
