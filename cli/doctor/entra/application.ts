import { z } from "zod";
import { APPLICATION } from "../../engine/resourceKinds.ts";
import { parseUrn } from "../../engine/urn.ts";
import type { Access } from "../../entra/access.ts";
import { ownedOnly } from "../../entra/claims.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good, unknown } from "../model.ts";

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

/** The app registrations of the last deployment: there, readable, and owned where that decides. */
export const application: Check = {
  group: "Microsoft Entra ID",
  name: "application",
  online: true,
  async run(facts) {
    const { deployment } = stateSchema.parse(JSON.parse(await facts.state()));
    const apps = (deployment.resources ?? []).filter((each) => each.type === APPLICATION && !each.delete);
    if (apps.length === 0) return [];
    const [access, stack] = await Promise.all([facts.access(), facts.stack()]);
    return Promise.all(apps.map(({ urn, id }) => findingOf(parseUrn(urn).name, id, access, stack)));
  },
};

/** @param id `/applications/<object id>` */
async function findingOf(name: string, id: string, { claims, get }: Access, stack: string): Promise<Finding> {
  const { status } = await get(id);
  if (status === 404) {
    return bad(
      `The app registration ${name} is gone: it was deleted outside of Pulumi.`,
      `pulumi up --refresh --stack ${stack}`,
    );
  }
  if (status === 403) return bad(`The app registration ${name} may not be read by this identity.`);
  if (status !== 200) return unknown(`The app registration ${name}: Graph answers with HTTP status ${status}.`);
  if (!ownedOnly(claims)) return good(`The app registration ${name} is there.`);
  const owners = ownersSchema.safeParse((await get(`${id}/owners`)).body).data?.value;
  if (owners === undefined) return unknown(`The app registration ${name} is there, and its owners cannot be read.`);
  if (owners.some((each) => each.id === claims.oid))
    return good(`The app registration ${name} is there, and this identity owns it.`);
  const message = `The app registration ${name} belongs to others, and this identity may only change what it owns. An administrator makes it an owner.`;
  return bad(message, `az ad app owner add --id ${id.replace("/applications/", "")} --owner-object-id ${claims.oid}`);
}
