import type { z } from "zod";
import type { OperationContext, ResourceDefinition } from "../../../provider-kit/resource.ts";
import { SANDBOX } from "../../../sandbox/constants.ts";
import type { Sandbox } from "../../../sandbox/index.ts";
import { GraphClient } from "../../../sandbox/stand-ins/azuread/graphClient.ts";
import { TestClock } from "./fixture.ts";

export function context(clock: TestClock): OperationContext {
  const silent = () => undefined;
  const log = { status: silent, debug: silent, info: silent, warn: silent, error: silent };
  return { urn: "urn:pulumi:dev::project::azuread:test::test", signal: new AbortController().signal, clock, log };
}

export function graphOf({ entra }: Sandbox): GraphClient {
  const { clientId, clientSecret } = SANDBOX.deployer;
  const metadataHost = new URL(entra.authorityHost).host;
  return new GraphClient({ metadataHost, tenantId: entra.tenantId, clientId, clientSecret });
}

/** A resource's lifecycle with the sandbox's directory. Inputs are checked first. */
export function on<I extends z.ZodObject, O extends z.ZodObject>(
  sandbox: Sandbox,
  definition: ResourceDefinition<GraphClient, I, O>,
  clock = new TestClock(),
) {
  const lifecycle = definition.lifecycle(graphOf(sandbox));
  const inputsOf = (inputs: object) => definition.inputs.parse(inputs) as z.output<I>;
  return {
    create: async (inputs: object) => {
      const news = inputsOf(inputs);
      const { id, outputs } = await lifecycle.create(news, context(clock));
      return { id, news, state: { ...news, ...outputs } as z.output<I> & z.output<O> };
    },
    read: (id: string, state?: z.output<I> & z.output<O>) => lifecycle.read(id, state, context(clock)),
    update: (id: string, old: z.output<I> & z.output<O>, inputs: object) =>
      lifecycle.update(id, old, inputsOf(inputs), context(clock)),
    delete: (id: string, state: z.output<I> & z.output<O>) => lifecycle.delete(id, state, context(clock)),
  };
}
