import { z } from "zod";
import type { Clock } from "../../../provider-kit/clock.ts";
import type { Environment, Lifecycle, OperationContext, ProviderDefinition } from "../../../provider-kit/resource.ts";
import { defineFunction, defineResource } from "../../../provider-kit/resource.ts";
import { Session } from "../../../provider-kit/session.ts";

const inputs = z.object({
  place: z.string("must be text").meta({ description: "Where.", replaces: true }),
  size: z.number("must be a number").default(7),
  password: z.string("must be text").optional().meta({ secret: true }),
});
const outputs = z.object({ address: z.string(), key: z.string().optional().meta({ secret: true }) });
type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;
export type ExampleLifecycle = Lifecycle<Inputs, Outputs>;

const config = z.object({
  host: z.string("must be text").min(3, "is too short").meta({ env: "EXAMPLE_HOST", replaces: true }),
  token: z.string("must be text").optional().meta({ env: "EXAMPLE_TOKEN", secret: true }),
  note: z.string("must be text").default("none"),
});

export const EXAMPLE = "example:index:Thing";
export const URN = `urn:pulumi:dev::project::${EXAMPLE}::thing`;
export const TARGET = { urn: URN, type: EXAMPLE, timeout: 0 };

/** A provider with one resource whose lifecycle each test supplies in parts. */
export function exampleProvider(lifecycle: Partial<ExampleLifecycle> = {}): ProviderDefinition<typeof config, string> {
  const unexpected = () => Promise.reject(new Error("not expected to be called"));
  return {
    name: "example",
    version: "1.2.3",
    displayName: "Example",
    description: "An example.",
    config,
    connect: ({ host, token }) => `${host} ${token}`,
    resources: [
      defineResource<string, typeof inputs, typeof outputs>({
        token: EXAMPLE,
        description: "A thing.",
        inputs,
        outputs,
        warning: ({ changed, state }) =>
          changed.size === 0
            ? undefined
            : { severity: "warn", message: `${[...changed].join(" and ")} of ${state.place} will change` },
        lifecycle: () => ({
          create: unexpected,
          read: unexpected,
          update: unexpected,
          delete: unexpected,
          ...lifecycle,
        }),
      }),
    ],
    functions: [
      defineFunction({
        token: "example:index:greet",
        description: "Greets.",
        inputs: z.object({ name: z.string("must be text") }),
        outputs: z.object({ greeting: z.string() }),
        run: async (greeter: string, { name }) => ({ greeting: `${greeter}greets ${name}` }),
      }),
    ],
  };
}

export function exampleSession(
  lifecycle: Partial<ExampleLifecycle> = {},
  environment: Environment = {},
  engineAddress?: string,
): Session {
  const clock: Clock = { now: () => 0, sleep: async () => undefined };
  const engine = engineAddress === undefined ? {} : { engineAddress };
  return new Session(exampleProvider(lifecycle), { environment, clock, ...engine });
}

export type { OperationContext };
