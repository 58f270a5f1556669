import { AsyncResource } from "node:async_hooks";
import type { Client } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { type GetTokenProblemsArgs, type GetTokenProblemsResult, getTokenProblems } from "./getTokenProblems.ts";

/** Where integrations are going to be. */
export type TokenPlaces = { readonly [List in keyof GetTokenProblemsArgs]: pulumi.Input<string>[] };

const CLIENT_SECRET = "azuread:index/applicationPassword:ApplicationPassword";

/** Of hooks, each after the run that has it. */
const names = new Set<string>();

/**
 * For what Entra creates: that fails where the token could not register the integrations for which it is. A client secret is
 * made for those that can have it: the others keep the old one, and say what is wrong. None in a preview, which needs no token.
 *
 * @param parent whose provider is asked
 */
export function tokenHook(name: string, places: TokenPlaces, parent?: pulumi.Resource): pulumi.ResourceHookBinding {
  // In the unit tests of a program, with mocks, there is no engine to call a hook.
  if (pulumi.runtime.isDryRun() || pulumi.runtime.getEngine() === undefined) return {};
  let trial: Promise<GetTokenProblemsResult> | undefined;
  // The engine calls from outside of the run to which the SDK's settings belong.
  const callback = AsyncResource.bind(async ({ type }: pulumi.ResourceHookArgs) => {
    trial ??= tryToken(places, parent);
    const { problems, manageable } = await trial;
    if (problems.length === 0 || (type === CLIENT_SECRET && manageable.length > 0)) return;
    throw new Error(`${problems.join("\n")}\nNothing was created in Entra.`);
  });
  return { beforeCreate: [new pulumi.ResourceHook(distinct(`${name}-token`), callback)] };
}

async function tryToken(places: TokenPlaces, parent?: pulumi.Resource): Promise<GetTokenProblemsResult> {
  return getTokenProblems(await resolved(pulumi.output(places)), parent && { parent });
}

function resolved<Value>(output: pulumi.Output<Value>): Promise<Value> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value as Value));
  });
}

/** In one run, the engine refuses a second hook of the same name, as components below different parents would ask for. */
function distinct(name: string): string {
  const run = (pulumi.runtime.getMonitor() as Client | undefined)?.getChannel().getTarget();
  let free = name;
  for (let number = 2; names.has(`${run} ${free}`); number++) free = `${name}-${number}`;
  names.add(`${run} ${free}`);
  return free;
}
