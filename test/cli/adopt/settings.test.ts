import { describe, expect, test } from "@jest/globals";
import { classicAdoption } from "../../../cli/adopt/classic.ts";
import { onaAdoption } from "../../../cli/adopt/ona.ts";
import { refuseOtherLogin, settingsFor } from "../../../cli/adopt/settings.ts";
import { changesBetween, HIDDEN } from "../../../cli/setup/settings.ts";
import { application, found, integration, OWNER, permissions, TENANT } from "./support/found.ts";

const READY = {
  "gitpod:host": "gitpod.example.com",
  "gitpod-azure-devops:organizationId": "77777777-7777-4777-8777-777777777777",
  "azuread:tenantId": TENANT,
};
/** The settings that change, by their short names. */
function changed(
  given: Parameters<typeof found>[0],
  before: Readonly<Record<string, string>> = {},
  adoption = classicAdoption,
) {
  const config = { ...READY, ...before };
  const changes = changesBetween(config, settingsFor(adoption, config, found(given), TENANT));
  return Object.fromEntries(changes.map(({ key, value }) => [key.replace("gitpod-azure-devops:", ""), value]));
}
const web = (...redirectUris: string[]) => ({ ...application().web, redirectUris });

describe("the settings that make the program equal to what was made by hand", () => {
  test("are none where the defaults say it", () => {
    expect(changed({})).toEqual({});
  });

  test("are those that differ from the defaults", () => {
    const app = {
      displayName: "Code",
      notes: "By Sam",
      tags: ["a"],
      serviceManagementReference: "CMDB-7",
      requiredResourceAccess: permissions(["vso.profile", "vso.code_write"]),
    };
    expect(changed({ application: application(app), owners: [OWNER] })).toEqual({
      applicationName: "Code",
      notes: "By Sam",
      tags: '["a"]',
      serviceManagementReference: "CMDB-7",
      permissions: '["vso.code_write","vso.profile"]',
      owners: JSON.stringify([OWNER]),
    });
  });

  test("keep what the stack sets besides, and take back what the app has otherwise", () => {
    const before = {
      "gitpod-azure-devops:applicationName": "Other",
      "gitpod-azure-devops:owners": '["a"]',
      "gitpod-azure-devops:notes": "From the stack",
      "gitpod-azure-devops:permissions": '["user_impersonation"]',
    };
    const owners = [OWNER];
    expect(changed({ owners }, before)).toEqual({
      applicationName: "Gitpod",
      owners: JSON.stringify(["a", OWNER]),
      permissions: "",
    });
  });

  test("leave alone what the stack keeps encrypted", () => {
    const before = { "gitpod-azure-devops:notes": HIDDEN, "gitpod-azure-devops:tags": HIDDEN };
    expect(changed({ application: application({ notes: "By Sam", tags: ["a"] }) }, before)).toEqual({});
  });

  test("add the permissions that nobody can do without", () => {
    const requiredResourceAccess = permissions(["vso.code"]);
    expect(changed({ application: application({ requiredResourceAccess }) })).toEqual({
      permissions: '["vso.code","vso.code_write","vso.profile"]',
    });
  });

  test("name the app's redirect URI if it has one only", () => {
    const other = "https://gitpod.acme.example/auth/callback";
    expect(changed({ application: application({ web: web(other) }) })).toEqual({ redirectUri: other });
    const usual = "https://gitpod.example.com/auth/callback";
    expect(changed({ application: application({ web: web(other, usual) }) })).toEqual({});
    expect(changed({ application: application({ web: web() }) })).toEqual({});
  });

  test("name cloud and tenant by the integration's endpoints", () => {
    const tokenUrl = `https://login.microsoftonline.us/${TENANT}/oauth2/v2.0/token`;
    expect(changed({ integration: integration({ tokenUrl }) }, { "azuread:tenantId": "" })).toEqual({
      "azuread:tenantId": TENANT,
      authorityHost: "https://login.microsoftonline.us",
    });
  });

  describe("take no sign-in host from an integration but that of the cloud in which the app was found", () => {
    const EVIL = "https://login.microsoftonline.com.evil.example";
    const key = "gitpod-azure-devops:authorityHost";
    const refused = (changes: Parameters<typeof integration>[0], before: Readonly<Record<string, string>> = {}) => {
      const config: Readonly<Record<string, string>> = { ...READY, ...before };
      const adoption = config["gitpod-azure-devops:platform"] === "ona" ? onaAdoption : classicAdoption;
      const given = found({ integration: integration(changes) });
      return () => refuseOtherLogin(adoption, config, settingsFor(adoption, config, given, TENANT), given, "prod");
    };
    const atToken = (host: string) => ({ tokenUrl: `${host}/${TENANT}/oauth2/v2.0/token` });
    const atIssuer = (issuerUrl: string) => ({ endpoints: { issuerUrl }, tokenUrl: undefined });
    const ona = { "gitpod-azure-devops:platform": "ona" };

    test.each([EVIL, "https://login.microsoftonline.com:8443", "https://evil.example\\@login.microsoftonline.com"])(
      "not %s",
      (host) => {
        expect(refused(atToken(host))).toThrow(
          /^integration 4{8}\S+ signs people in at https:.*, and Entra was read at/,
        );
      },
    );
    test.each([`${EVIL}/${TENANT}/v2.0`, `http://evil.example/${TENANT}/v2.0`, "https://evil.example/"])(
      "not that of the issuer %s",
      (issuerUrl) => {
        expect(refused(atIssuer(issuerUrl), ona)).toThrow("the client secret would be sent to");
      },
    );
    test("but one that the stack has", () => {
      expect(refused(atToken(EVIL), { [key]: EVIL })).not.toThrow();
      expect(refused(atIssuer(`${EVIL}/${TENANT}/oauth2/v2.0`), { ...ona, [key]: EVIL })).not.toThrow();
      expect(refused(atToken("https://login.microsoftonline.com"))).not.toThrow();
    });
  });

  test("name Ona's issuer if it is written in the other way", () => {
    const app = application({
      displayName: "Ona",
      requiredResourceAccess: permissions(["vso.code", "vso.code_write", "openid", "offline_access"]),
    });
    const of = (issuerUrl: string) => ({ application: app, integration: integration({ endpoints: { issuerUrl } }) });
    const before = { "gitpod-azure-devops:platform": "ona" };
    const base = `https://login.microsoftonline.com/${TENANT}`;
    expect(changed(of(`${base}/v2.0`), before, onaAdoption)).toEqual({});
    expect(changed(of(`${base}/oauth2/v2.0`), before, onaAdoption)).toEqual({ issuerUrl: `${base}/oauth2/v2.0` });
  });
});
