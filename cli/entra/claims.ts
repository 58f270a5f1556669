import { z } from "zod";
import { parseJson } from "../shared/text.ts";
import { EntraError } from "./errors.ts";

/** What a token for Graph says about its owner. */
export type Claims = z.output<typeof claimsSchema>;

const claimsSchema = z.object({
  tid: z.string(),
  oid: z.string(),
  appid: z.string().optional(),
  /** `app` or `user`. */
  idtyp: z.string().optional(),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
  /** Application permissions. */
  roles: z.array(z.string()).default([]),
  /** Template ids of directory roles. */
  wids: z.array(z.string()).default([]),
});

/** Application permissions of Graph that allow everything that a deployment does. */
export const MANAGE_ALL: readonly string[] = ["Application.ReadWrite.All", "Directory.ReadWrite.All"];
/** The one that is enough for the apps that the identity owns. */
export const MANAGE_OWNED = "Application.ReadWrite.OwnedBy";

/** @throws EntraError when they cannot be read */
export function claimsOf(token: string): Claims {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  const { data } = claimsSchema.safeParse(parseJson(payload));
  if (data === undefined)
    throw new EntraError("The token for Microsoft Graph cannot be read, so its rights are not known.");
  return data;
}

/** Whose token it is. */
export function owner({ upn, unique_name, appid, oid }: Claims): string {
  const name = upn ?? unique_name;
  return name === undefined
    ? `the service principal of ${appid ?? "an app"} (object id ${oid})`
    : `${name} (object id ${oid})`;
}

export function isApp({ idtyp, upn, unique_name }: Claims): boolean {
  return idtyp === undefined ? upn === undefined && unique_name === undefined : idtyp === "app";
}

/** Whether the token is of an identity that may only change the apps that it owns. */
export function ownedOnly(claims: Claims): boolean {
  return (
    isApp(claims) && claims.roles.includes(MANAGE_OWNED) && !claims.roles.some((role) => MANAGE_ALL.includes(role))
  );
}
