import { z } from "zod";
import type { CallContext, GraphClient } from "./graphClient.ts";

const ownersBody = z.object({ value: z.array(z.object({ id: z.string() })) });
/** Graph's limit for owners in a creation. */
const MAX_INITIAL_OWNERS = 20;

export async function readOwners(graph: GraphClient, path: string, context: CallContext): Promise<string[]> {
  return ownersBody.parse(await graph.call("GET", `${path}/owners`, context)).value.map(({ id }) => id);
}

/** The owners in a creation. The caller is always one of them, or it could not change the object afterwards. */
export async function initialOwners(graph: GraphClient, wanted: readonly string[] = [], context: CallContext) {
  const { graphUrl, callerId } = await graph.connection(context);
  const others = wanted.filter((id) => id !== callerId).slice(0, MAX_INITIAL_OWNERS - 1);
  return { "owners@odata.bind": [callerId, ...others].map((id) => reference(graphUrl, id)) };
}

/** Adds the owners beyond the creation's limit, and removes the caller unless wanted. */
export async function settleOwners(
  graph: GraphClient,
  path: string,
  wanted: readonly string[] = [],
  context: CallContext,
): Promise<void> {
  const { callerId } = await graph.connection(context);
  const others = wanted.filter((id) => id !== callerId);
  for (const id of others.slice(MAX_INITIAL_OWNERS - 1)) await addOwner(graph, path, id, context);
  if (!wanted.includes(callerId)) await removeOwner(graph, path, callerId, context);
}

/** Adds before it removes, so that the object always has an owner. */
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
