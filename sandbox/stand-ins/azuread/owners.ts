import { z } from "zod";
import type { CallContext, GraphClient } from "./graphClient.ts";

const ownersBody = z.object({ value: z.array(z.object({ id: z.string() })) });
/** As many owners as Graph takes with a creation. */
const WITH_CREATION = 20;

export async function readOwners(graph: GraphClient, path: string, context: CallContext): Promise<string[]> {
  return ownersBody.parse(await graph.call("GET", `${path}/owners`, context)).value.map(({ id }) => id);
}

/** What a creation says of owners. The caller is always one of them: without, nobody could go on with the object. */
export async function firstOwners(graph: GraphClient, wanted: readonly string[] = [], context: CallContext) {
  const { graphUrl, callerId } = await graph.connection(context);
  const others = wanted.filter((id) => id !== callerId).slice(0, WITH_CREATION - 1);
  return { "owners@odata.bind": [callerId, ...others].map((id) => reference(graphUrl, id)) };
}

/** Adds those that a creation could not take, and removes the caller unless wanted. */
export async function settleOwners(
  graph: GraphClient,
  path: string,
  wanted: readonly string[] = [],
  context: CallContext,
): Promise<void> {
  const { callerId } = await graph.connection(context);
  const others = wanted.filter((id) => id !== callerId);
  for (const id of others.slice(WITH_CREATION - 1)) await addOwner(graph, path, id, context);
  if (!wanted.includes(callerId)) await removeOwner(graph, path, callerId, context);
}

/** Adds first and removes then, so that the object is never without an owner. */
export async function setOwners(
  graph: GraphClient,
  path: string,
  wanted: readonly string[] = [],
  context: CallContext,
): Promise<void> {
  const present = await readOwners(graph, path, context);
  for (const id of wanted.filter((each) => !present.includes(each))) await addOwner(graph, path, id, context);
  for (const id of present.filter((each) => !wanted.includes(each))) await removeOwner(graph, path, id, context);
}

async function addOwner(graph: GraphClient, path: string, id: string, context: CallContext): Promise<void> {
  const { graphUrl } = await graph.connection(context);
  await graph.call("POST", `${path}/owners/$ref`, context, { "@odata.id": reference(graphUrl, id) });
}

async function removeOwner(graph: GraphClient, path: string, id: string, context: CallContext): Promise<void> {
  await graph.call("DELETE", `${path}/owners/${id}/$ref`, context);
}

const reference = (graphUrl: string, id: string) => `${graphUrl}/v1.0/directoryObjects/${id}`;
