import { z } from "zod";
import { APPLICATION } from "../../engine/resourceKinds.ts";
import { type CloudObject, cloudObjectsIn } from "../../engine/stackExport.ts";
import type { Access } from "../../entra/access.ts";

/** An app registration of the last deployment. Its id is `/applications/<object id>`. */
export type DeployedApp = Pick<CloudObject, "name" | "id">;

const ownersSchema = z.object({ value: z.array(z.object({ id: z.string() })) });

/** @param state the output of `pulumi stack export` */
export function deployedApps(state: string): DeployedApp[] {
  return cloudObjectsIn(state).filter(({ type }) => type === APPLICATION);
}

/** Whether the identity owns the app registration; undefined where its owners cannot be read. */
export async function owns({ claims, get }: Access, { id }: DeployedApp): Promise<boolean | undefined> {
  const owners = ownersSchema.safeParse((await get(`${id}/owners`)).body).data?.value;
  return owners?.some((each) => each.id === claims.oid);
}
