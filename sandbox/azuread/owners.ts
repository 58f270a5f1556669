import { z } from "zod";
import type { OperationContext } from "../../provider/server/resource.ts";
import type { GraphClient } from "./graphClient.ts";

const ownersBody = z.object({ value: z.array(z.object({ id: z.string() })) });

export const ownerReference = (id: string) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`;

export async function readOwners(graph: GraphClient, path: string, context: OperationContext): Promise<string[]> {
  return ownersBody.parse(await graph.call("GET", `${path}/owners`, context)).value.map(({ id }) => id);
}

/** Adds first and removes then, so that the object is never without an owner. */
export async function setOwners(
  graph: GraphClient,
  path: string,
  wanted: readonly string[],
  context: OperationContext,
): Promise<void> {
  const present = await readOwners(graph, path, context);
  for (const id of wanted.filter((each) => !present.includes(each))) {
    await graph.call("POST", `${path}/owners/$ref`, context, { "@odata.id": ownerReference(id) });
  }
  for (const id of present.filter((each) => !wanted.includes(each))) {
    await graph.remove(`${path}/owners/${id}/$ref`, context);
  }
}
