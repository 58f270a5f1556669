import type { Access } from "../../entra/access.ts";
import { ownedOnly } from "../../entra/claims.ts";
import type { Check } from "../check.ts";
import { bad, type Finding, good, unknown } from "../model.ts";
import { type DeployedApp, deployedApps, owns } from "./deployedApps.ts";

/** The app registrations of the last deployment: there, readable, and owned where that decides. */
export const application: Check = {
  group: "Microsoft Entra ID",
  name: "application",
  online: true,
  async run(facts) {
    const apps = deployedApps(await facts.state());
    if (apps.length === 0) return [];
    const [access, stack] = await Promise.all([facts.access(), facts.stack()]);
    return Promise.all(apps.map((app) => findingOf(app, access, stack)));
  },
};

async function findingOf(app: DeployedApp, access: Access, stack: string): Promise<Finding> {
  const { name, id } = app;
  const { claims } = access;
  const { status } = await access.get(id);
  if (status === 404) {
    return bad(
      `The app registration ${name} is gone: it was deleted outside of Pulumi.`,
      `pulumi up --refresh --stack ${stack}`,
    );
  }
  if (status === 403) return bad(`The app registration ${name} may not be read by this identity.`);
  if (status !== 200) return unknown(`The app registration ${name}: Graph answers with HTTP status ${status}.`);
  if (!ownedOnly(claims)) return good(`The app registration ${name} is there.`);
  const isOwner = await owns(access, app);
  if (isOwner === undefined) return unknown(`The app registration ${name} is there, and its owners cannot be read.`);
  if (isOwner) return good(`The app registration ${name} is there, and this identity owns it.`);
  const message = `The app registration ${name} belongs to others, and this identity may only change what it owns. An administrator makes it an owner.`;
  return bad(message, `az ad app owner add --id ${id.replace("/applications/", "")} --owner-object-id ${claims.oid}`);
}
