import { z } from "zod";
import { MICROSOFT_GRAPH } from "../../../components/entra/permissions.ts";
import type { Access } from "../../entra/access.ts";
import { type Claims, isApp, MANAGE_ALL, MANAGE_OWNED, ownedOnly, owner } from "../../entra/claims.ts";
import { OWNERS, ownersOf } from "../../setup/settings.ts";
import { listed } from "../../shared/text.ts";
import type { Check } from "../check.ts";
import type { Facts } from "../facts.ts";
import { bad, type Finding, good, unknown } from "../model.ts";
import { deployedApps, owns } from "./deployedApps.ts";

/** Graph's id of {@link MANAGE_OWNED}, as the Azure CLI takes it. */
const OWNED_ID = "18a4783c-866b-4cc7-a460-3d5e5662c884";

/** Template ids of directory roles that may register an app: https://learn.microsoft.com/en-us/entra/identity/role-based-access-control/permissions-reference */
const ROLES = new Map([
  ["62e90394-69f5-4237-9190-012177145e10", "Global Administrator"],
  ["9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator"],
  ["158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"],
  ["cf1c38e5-3621-4004-a7cb-879624dced7c", "Application Developer"],
]);
/** In the token of every user who is no guest. */
const EVERY_USER = "b79fbf4d-3ef9-4689-8143-76b194e85509";
const ROLES_PAGE = "https://entra.microsoft.com, Roles & admins";
const policySchema = z.object({ defaultUserRolePermissions: z.object({ allowedToCreateApps: z.boolean() }) });

/** Whether the identity may register the app and change it. */
export const rights: Check = {
  group: "Microsoft Entra ID",
  name: "rights",
  online: true,
  async run(facts) {
    const access = await facts.access();
    const { claims } = access;
    const role = claims.wids.map((id) => ROLES.get(id)).find((name) => name !== undefined);
    if (role !== undefined) return [good(`It may register apps, as ${role}.`)];
    return isApp(claims) ? ofApp(claims, facts) : [await ofUser(access, facts)];
  },
};

async function ofApp(claims: Claims, facts: Facts): Promise<Finding[]> {
  const held = [...MANAGE_ALL, MANAGE_OWNED].find((role) => claims.roles.includes(role));
  if (held === undefined) {
    const roles = claims.roles.length === 0 ? "no permission of Graph" : claims.roles.join(", ");
    const message = `It may not register an app: it has ${roles}, and needs ${MANAGE_OWNED}, which an administrator grants.`;
    const add = `az ad app permission add --id ${claims.appid} --api ${MICROSOFT_GRAPH} --api-permissions ${OWNED_ID}=Role`;
    return [bad(message, `${add} && az ad app permission admin-consent --id ${claims.appid}`)];
  }
  const mayRegister = good(`It may register apps, by ${held}.`);
  if (!ownedOnly(claims)) return [mayRegister];
  const { names } = await facts.config();
  const setting = await facts.value(OWNERS).catch(() => undefined);
  if (setting === undefined) {
    return [mayRegister, unknown(`Whether ${names.key(OWNERS)} names ${claims.oid}: it cannot be decrypted.`)];
  }
  const owners = ownersOf({ [OWNERS]: setting });
  if (owners.includes(claims.oid)) return [mayRegister];
  // The azuread provider makes nobody an owner whom the setting does not name, not even itself.
  const message = `With ${MANAGE_OWNED} it must be one of the app's owners, and ${names.key(OWNERS)} does not name ${claims.oid}.`;
  return [mayRegister, bad(message, `pulumi config set --path '${names.key(OWNERS)}[${owners.length}]' ${claims.oid}`)];
}

/** Without a directory role, the tenant's rule for all users decides. */
async function ofUser(access: Access, facts: Facts): Promise<Finding> {
  const { claims, get } = access;
  const { status, body } = await get("/policies/authorizationPolicy?$select=defaultUserRolePermissions");
  const allowed = policySchema.safeParse(body).data?.defaultUserRolePermissions.allowedToCreateApps;
  if (allowed === undefined) {
    return unknown(
      `Whether ${owner(claims)} may register apps: the tenant's rule cannot be read (HTTP status ${status}). See https://entra.microsoft.com, Users > User settings.`,
    );
  }
  if (allowed) return good("It may register apps, as every user of the tenant.");
  return ofBarredUser(access, facts);
}

/** The tenant leaves apps to administrators. Owners of an app may change it, and a role of the tenant's own may allow more. */
async function ofBarredUser(access: Access, facts: Facts): Promise<Finding> {
  const { claims } = access;
  const rule = "the tenant leaves that to administrators";
  const apps = await facts.state().then(deployedApps, () => []);
  const owned = await Promise.all(apps.map((app) => owns(access, app)));
  if (owned.length > 0 && owned.every((each) => each === true)) {
    return good(`${owner(claims)} may not register apps, as ${rule}, but owns what is deployed and may change it.`);
  }
  const others = claims.wids.filter((id) => id !== EVERY_USER);
  if (others.length > 0) {
    const roles = others.length === 1 ? `the role ${others[0]} allows` : `the roles ${listed(others)} allow`;
    return unknown(`Whether ${roles} ${owner(claims)} to register apps: ${rule}. See ${ROLES_PAGE}.`);
  }
  return bad(
    `${owner(claims)} may not register apps: ${rule}. One of them gives the role Application Developer (${ROLES_PAGE}).`,
  );
}
