import * as pulumi from "@pulumi/pulumi";

/** Marks a secret inside a message of the engine: sdk/go/common/resource/sig/sig.go in https://github.com/pulumi/pulumi. */
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

const guarded = new WeakSet<object>();

/**
 * Keeps secrets out of the SDK's debug messages. The SDK writes each answer to a resource registration into the engine's
 * log, secrets in plain text, where `--debug`, `--event-log` and the Automation API's events show it.
 */
export function withholdSecretsFromDebugLog(): void {
  const engine:
    | { log(request: { getMessage(): string; setMessage(text: string): unknown }, ...rest: never[]): unknown }
    | undefined = pulumi.runtime.getEngine();
  if (engine === undefined || guarded.has(engine)) return;
  guarded.add(engine);
  const send = engine.log.bind(engine);
  engine.log = (request, ...rest) => {
    if (request.getMessage().includes(SECRET_SIGNATURE))
      request.setMessage("a message that contains a secret was withheld");
    return send(request, ...rest);
  };
}
