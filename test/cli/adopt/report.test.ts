import { expect, test } from "@jest/globals";
import { classicAdoption } from "../../../cli/adopt/classic.ts";
import { commandToAct } from "../../../cli/adopt/commandToAct.ts";
import { compare } from "../../../cli/adopt/compare.ts";
import type { Found } from "../../../cli/adopt/find.ts";
import { overview, type View } from "../../../cli/adopt/report.ts";
import type { Secret } from "../../../cli/adopt/secret.ts";
import { CLASSIC } from "../../../platforms/classic.ts";
import { parseSettings } from "../../../stack/settings.ts";
import { application, found, integration, TENANT } from "./support/found.ts";

const CONFIG = {
  "gitpod:host": "gitpod.example.com",
  "gitpod-azure-devops:organizationId": "77777777-7777-4777-8777-777777777777",
  "azuread:tenantId": TENANT,
};
const plainStyle = (text: string) => text;
const STYLES = { bold: plainStyle, dim: plainStyle, green: plainStyle, red: plainStyle };

function viewOf(given: Found, more: Partial<View> = {}): View {
  const rows = compare(classicAdoption, given, parseSettings(CONFIG, {}), CONFIG);
  const view = { stack: "prod", adoption: classicAdoption, place: { id: "1", name: "Acme" }, found: given, rows };
  return { ...view, before: CONFIG, changes: [], imports: [], secret: "needed", warnings: [], ...more } as View;
}

test("no value from a cloud adds a line to the report", () => {
  const forged = "x\n##vso[task.setvariable variable=A]b\r\u2028\u202e";
  const web = { ...application().web, homePageUrl: forged, logoutUrl: forged, redirectUris: [forged] };
  const app = application({ id: forged, appId: forged, displayName: forged, notes: forged, tags: [forged], web });
  const { principal } = found();
  const odd = found({
    application: app,
    owners: [forged],
    integration: integration({ id: forged, host: forged, clientId: forged, endpoints: { tokenUrl: forged } }),
    principal: principal && { ...principal, id: forged, description: forged },
  });
  const honest = JSON.parse(JSON.stringify(odd).replaceAll(JSON.stringify(forged).slice(1, -1), "x")) as Found;
  const more = (text: string): Partial<View> => ({
    place: { id: "1", name: text } as View["place"],
    changes: [{ key: "gitpod-azure-devops:notes", kind: "set", value: text }],
    imports: [{ type: CLASSIC.integrationType, name: "integration", id: text }],
  });
  const lines = (text: string) => text.split(/[\n\r\u2028]/).length;
  expect(lines(overview(viewOf(odd, more(forged)), STYLES))).toBe(lines(overview(viewOf(honest, more("x")), STYLES)));
});

test.each<[Secret["kind"], string | undefined, string]>([
  ["needed", undefined, "--integration 44444444-4444-4444-8444-444444444444 --yes --secret-stdin < <file>"],
  ["given", undefined, "--integration 44444444-4444-4444-8444-444444444444 --yes --secret-stdin < <file>"],
  [
    "nobody",
    "../it's here",
    "--cwd '../it'\\''s here' --integration 44444444-4444-4444-8444-444444444444 --yes --no-secret",
  ],
  ["stored", undefined, "--integration 44444444-4444-4444-8444-444444444444 --yes"],
])("with the secret %s, the command names what was shown", (kind, cwd, flags) => {
  const secret = (kind === "needed" || kind === "nobody" ? { kind } : { kind, value: "s" }) as Secret;
  const given = cwd === undefined ? {} : { cwd };
  expect(commandToAct(given, { view: viewOf(found()), secret })).toBe(
    `npx gitpod-azure-devops adopt --stack prod ${flags}`,
  );
});
