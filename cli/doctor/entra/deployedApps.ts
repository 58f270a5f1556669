import { z } from "zod";
import { APPLICATION } from "../../engine/resourceKinds.ts";
import { parseUrn } from "../../engine/urn.ts";
import type { Access } from "../../entra/access.ts";

/** An app registration of the last deployment. */
export interface DeployedApp {
  readonly name: string;
  /** `/applications/<object id>` */
  readonly id: string;
}

const resourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().default(""),
  /** Replaced, and waiting for its deletion. */
  delete: z.boolean().default(false),
});
const stateSchema = z.object({
  deployment: z.object({
    resources: z.array(resourceSchema).nullish(),
  }),
});
const ownersSchema = z.object({ value: z.array(z.object({ id: z.string() })) });

/** @param state the output of `pulumi stack export` */
export function deployedApps(state: string): DeployedApp[] {
  const { deployment } = stateSchema.parse(JSON.parse(state));
  const apps = (deployment.resources ?? []).filter((each) => each.type === APPLICATION && !each.delete);
  return apps.map(({ urn, id }) => ({ name: parseUrn(urn).name, id }));
}

/** Whether the identity owns the app registration; undefined where its owners cannot be read. */
export async function owns({ claims, get }: Access, { id }: DeployedApp): Promise<boolean | undefined> {
  const owners = ownersSchema.safeParse((await get(`${id}/owners`)).body).data?.value;
  return owners?.some((each) => each.id === claims.oid);
}
