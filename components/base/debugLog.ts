import * as pulumi from "@pulumi/pulumi";
import { SECRET_SIGNATURE } from "../../provider-kit/engineMarks.ts";

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
