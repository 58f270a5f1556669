import { describe, expect, test } from "@jest/globals";
import { assess } from "../../../cli/status/assess.ts";
import { isForPerson, needsPerson, type StackReading } from "../../../cli/status/model.ts";
import {
  clouds,
  drifted,
  NOW,
  ORGANIZATION,
  reading,
  secretWithLeft,
  stored,
  storedOnOna,
} from "./support/readings.ts";

const NAME = "azure-devops-integration";
const assessed = (wanted: Partial<StackReading>, asked = true) => assess(reading(wanted), asked, NOW);
const codes = (wanted: Partial<StackReading>, asked = true) =>
  assessed(wanted, asked).findings.map((finding) => `${finding.code}${isForPerson(finding) ? "!" : ""}`);
const messages = (wanted: Partial<StackReading>) => assessed(wanted).findings.map(({ message }) => message);
const withSecret = (...given: Parameters<typeof secretWithLeft>) => ({
  integrations: [stored({ secret: secretWithLeft(...given) })],
});

test("a stack in which all is well needs nobody", () => {
  const status = assessed({});
  expect(status).toMatchObject({ findings: [], integrations: [{ verified: true, deleted: false, drift: false }] });
  expect(needsPerson(status)).toBe(false);
});

test("a stack without an integration needs a person, but not one that could not be read", () => {
  expect(codes({ integrations: [] })).toEqual(["no-integration!"]);
  expect(messages({ integrations: [] })).toEqual([expect.stringContaining("`pulumi up --stack prod` creates it")]);
  expect(assess({ ...reading(), integrations: undefined }, true, NOW).findings).toEqual([]);
});

describe("the activation", () => {
  const waiting = { integrations: [stored({ verified: true })], clouds: clouds({ [NAME]: false }) };

  test("is taken from Gitpod, not from the state", () => {
    expect(codes(waiting)).toEqual(["not-activated!"]);
    expect(codes({ integrations: [stored({ verified: false })], clouds: clouds({ [NAME]: true }) })).toEqual([]);
  });

  test("is reported with what to do, and with the page for it", () => {
    const [finding] = assessed(waiting).findings;
    expect(finding?.url).toBe(stored().link);
    expect(finding?.message).toBe(
      `The integration for dev.azure.com in organization ${ORGANIZATION} is not activated: members cannot connect until an owner activates it. \`npx gitpod-azure-devops activate --stack prod\` shows the link and waits.`,
    );
  });

  test("names the integration where the stack has several", () => {
    const integrations = [stored({ name: "one" }), stored({ name: "two" })];
    const both = { integrations, clouds: clouds({ one: true, two: false }) };
    expect(messages(both)).toEqual([
      expect.stringContaining("`npx gitpod-azure-devops activate --stack prod --integration two`"),
    ]);
  });

  test("is taken from the state without the clouds, and unknown when they did not answer", () => {
    const unread = { integrations: [stored({ verified: false })], clouds: undefined };
    expect(codes(unread, false)).toEqual(["not-activated!"]);
    expect(assessed(unread, false).findings[0]?.message).toContain("when the stack was last deployed or refreshed");
    expect(assessed(unread)).toMatchObject({ findings: [], integrations: [{ verified: undefined, drift: undefined }] });
  });
});

describe("who has to act", () => {
  const who = (wanted: Partial<StackReading>) =>
    assessed(wanted).findings.map(({ code, who: { role, place }, afterwards }) => [code, role, place, afterwards]);
  const gone = (type: string, name: string) => ({ ...clouds({}, drifted({ type, name, deleted: true })) });
  const APP = "azuread:index/application:Application";
  const CONSENT = "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";
  const named = stored({ placeName: "Acme" });

  test("on an activation is an owner of the organization, by its name or else its id", () => {
    const live = clouds({ [NAME]: false });
    expect(who({ integrations: [named], clouds: live })).toEqual([
      ["not-activated", "owner", "organization Acme", undefined],
    ]);
    expect(messages({ integrations: [named], clouds: live })[0]).toContain(`in organization Acme (${ORGANIZATION}) is`);
    expect(who({ clouds: live })).toEqual([["not-activated", "owner", `organization ${ORGANIZATION}`, undefined]]);
  });

  test("on a secret of Gitpod Classic is a deployer, or nobody, and an owner afterwards; on Ona no one afterwards", () => {
    const [ending, due] = [secretWithLeft(12), secretWithLeft(20, 160)];
    expect(who({ integrations: [stored({ secret: ending })] })).toEqual([
      ["secret-ending", "deployer", undefined, "owner"],
    ]);
    expect(who({ integrations: [stored({ secret: due })] })).toEqual([["secret-due", "nobody", undefined, "owner"]]);
    expect(who({ integrations: [storedOnOna({ secret: due })] })).toEqual([
      ["secret-due", "nobody", undefined, undefined],
    ]);
  });

  test("on a runner that is offline is whoever runs it", () => {
    const problems = [{ field: "runner", message: "offline" }];
    const integrations = [storedOnOna({ placeName: "Acme AWS", verified: false, problems })];
    expect(who({ integrations })).toEqual([
      ["runner-unavailable", "runner-administrator", "runner Acme AWS", undefined],
    ]);
  });

  test.each([
    ["the integration", "gitpod:index:AuthProvider", NAME, "owner", "An owner then activates the integration again."],
    ["its app", APP, `${NAME}-application`, "owner", "An owner then activates the integration again."],
    ["another app", APP, "other", undefined, "change the program or the settings."],
  ])("after the loss of %s", (_, type, name, afterwards, end) => {
    expect(who({ clouds: gone(type, name) })).toContainEqual(["drift", "deployer", undefined, afterwards]);
    expect(messages({ clouds: gone(type, name) }).at(-1)).toMatch(new RegExp(`${end}$`));
  });

  test("after the loss of an integration of Ona is each person", () => {
    const integrations = [storedOnOna()];
    const lost = gone("gitpod:index:ScmIntegration", integrations[0]?.name ?? "");
    expect(who({ integrations, clouds: lost })).toEqual([["drift", "deployer", undefined, "each-person"]]);
    expect(messages({ integrations, clouds: lost })[0]).toMatch(/Each person then connects again\.$/);
  });

  test("on a consent that was taken back is an administrator of the tenant, apart from other drift", () => {
    const both = clouds({ [NAME]: true }, drifted(), drifted({ type: CONSENT, name: "c", deleted: true }));
    expect(who({ clouds: both }).map((each) => each.slice(0, 2))).toEqual([
      ["drift", "deployer"],
      ["drift", "entra-administrator"],
    ]);
    expect(messages({ clouds: both })[1]).toMatch(
      /^Outside of Pulumi the consent c was deleted\. Only an administrator/,
    );
  });
});

describe("an integration of Ona", () => {
  const wrong = (...problems: { field: string; message: string }[]) => {
    const integrations = [storedOnOna({ verified: false, problems })];
    return { integrations };
  };
  const OAUTH = { field: "oauth", message: "the issuer is not found" };
  const RUNNER = { field: "runner", message: "unavailable. Runner Acme (r) is offline (inactive): start it." };

  test("that is valid needs nobody", () => {
    expect(codes({ integrations: [storedOnOna()] })).toEqual([]);
  });

  test("that is not valid is reported with each problem, and with what to do", () => {
    const two = wrong(OAUTH, { field: "host", message: "cannot be reached" });
    expect(codes(two)).toEqual(["not-valid!"]);
    const [message] = messages(two);
    expect(message).toMatch(
      /^The integration for dev\.azure\.com on runner 5a4\S+ is not valid, so people may not be able to connect: oauth: the issuer is not found; host: cannot be reached\. Check that the app/,
    );
    expect(message).toContain("Check `providerHost`");
    expect(message).toContain("`pulumi up --refresh --stack prod`");
  });

  test("without a known reason is reported too", () => {
    expect(messages(wrong())).toEqual([
      expect.stringMatching(/may not be able to connect\. `pulumi up --refresh --stack prod` /),
    ]);
  });

  test("whose runner cannot be asked is reported as that, with what the plugin says of the runner", () => {
    expect(codes(wrong(RUNNER))).toEqual(["runner-unavailable!"]);
    expect(messages(wrong(RUNNER))).toEqual([expect.stringMatching(/cannot be asked: unavailable\. .*start it\.$/)]);
    expect(codes(wrong(RUNNER, { field: "clientSecret", message: "refused" }))).toEqual([
      "runner-unavailable!",
      "not-valid!",
    ]);
  });

  test("is taken from the state without the clouds", () => {
    const status = assess(reading({ ...wrong(OAUTH), clouds: undefined }), false, NOW);
    expect(status.findings[0]?.message).toContain("was not valid when the stack was last deployed or refreshed");
  });

  test("keeps people signed in when its secret is renewed", () => {
    const due = { integrations: [storedOnOna({ secret: secretWithLeft(20, 160) })] };
    expect(messages(due)).toEqual([expect.stringMatching(/renews it, and people stay signed in\.$/)]);
  });
});

describe("the client secret", () => {
  test.each([
    ["needs nobody 31 days before it expires", withSecret(31), []],
    ["needs a person 30 days before it expires", withSecret(30), ["secret-ending!"]],
    ["that expires soon, but is renewed by age before, needs nobody", withSecret(20, 170), []],
    ["that is due waits for the next deployment", withSecret(20, 160), ["secret-due"]],
    ["that has expired needs a person", withSecret(0), ["secret-ended!"]],
    ["that has expired needs a person even when it is due", withSecret(-3, 160), ["secret-ended!"]],
    ["that the stack does not manage is ignored", { integrations: [stored({ secret: undefined })] }, []],
  ])("%s", (_, wanted, expected) => {
    expect(codes(wanted)).toEqual(expected);
  });

  test("with only an expiry date is assessed by that date", () => {
    const secret = { ...secretWithLeft(29), issuedAt: undefined, lifetimeDays: undefined };
    expect(codes({ integrations: [stored({ secret })] })).toEqual(["secret-ending!"]);
    expect(assessed({ integrations: [stored({ secret })] }).integrations).toMatchObject([
      { secret: { ageDays: undefined, daysLeft: 29, share: undefined } },
    ]);
  });

  test.each([
    [128, { ageDays: 52, daysLeft: 128, share: 128 / 180 }],
    [0.5, { ageDays: 179, daysLeft: 1 }],
    [0, { daysLeft: 0, share: 0 }],
    [-0.5, { daysLeft: 0, share: 0 }],
    [-3, { ageDays: 183, daysLeft: -3, share: 0 }],
    [200, { daysLeft: 200, share: 1 }],
  ])("with %d days left has its age and share", (days, expected) => {
    expect(assessed(withSecret(days)).integrations[0]?.secret).toMatchObject(expected);
  });

  test("that several integrations share is reported once, with their names", () => {
    const own = (name: string, days: number) => stored({ name, secret: secretWithLeft(days) });
    const integrations = [own("one", 12), own("two", 9), own("three", 12)];
    expect(assessed({ integrations }).findings.map((each) => [each.integrations, each.message.slice(0, 45)])).toEqual([
      [["one", "three"], "one, three: the client secret ends in 12 days"],
      [["two"], "two: the client secret ends in 9 days, on 203"],
    ]);
  });

  test("that expires is reported in the provider's own words", () => {
    expect(messages(withSecret(12))[0]).toMatch(/^The client secret ends in 12 days, on 2030-03-14\. Renew it: /);
  });
});

describe("a secret that Entra refuses", () => {
  const SINCE = "2030-03-01T08:00:00Z";
  const refused = (wanted: object = {}) => {
    const integrations = [stored({ name: "one", secret: undefined, ...wanted })];
    const live = new Map([["one", { verified: true, problems: [], refusedSince: SINCE }]]);
    return { integrations, clouds: { drifted: [], integrations: live } };
  };

  test("needs a person, with the day on which that was first seen", () => {
    expect(codes(refused())).toEqual(["secret-refused!"]);
    expect(messages(refused())[0]).toMatch(
      /^Entra refuses the client secret .* dev\.azure\.com, first seen on 2030-03-01:/,
    );
  });

  test("that has expired is reported as that", () => {
    expect(codes(refused({ secret: secretWithLeft(-1) }))).toEqual(["secret-ended!"]);
  });

  test("is known from the state where the clouds are not asked", () => {
    const integrations = [stored({ secret: undefined, refusedSince: SINCE })];
    const status = assess(reading({ integrations, clouds: undefined }), false, NOW);
    expect(status.findings.map(({ code }) => code)).toEqual(["secret-refused"]);
  });
});

describe("drift", () => {
  const integrations = [stored({ name: "one" }), stored({ name: "two" })];
  const all = { one: true, two: true };
  const drift = (...changed: ReturnType<typeof drifted>[]) =>
    assessed({ integrations, clouds: clouds(all, ...changed) }).integrations.map((each) => each.drift);

  test("counts for the integration to which the resource belongs, else for all", () => {
    expect(drift(drifted({ name: "two-application" }))).toEqual([false, true]);
    expect(drift(drifted({ type: "azure-native:keyvault:Secret", name: "vault" }))).toEqual([true, true]);
  });

  test("is reported once, with what was changed and deleted", () => {
    const changed = [drifted({ properties: ["displayName", "notes"] }), drifted({ name: "other", deleted: true })];
    expect(messages({ clouds: clouds({ [NAME]: true }, ...changed) })).toEqual([
      "Outside of Pulumi the app registration azure-devops-integration-application was changed (displayName, notes) and the app registration other was deleted. `pulumi up --refresh --stack prod` reverts it; to keep it, change the program or the settings.",
    ]);
  });

  test("of a deleted integration does not ask for its activation", () => {
    const gone = drifted({ type: "gitpod:index:AuthProvider", name: NAME, deleted: true });
    const wanted = { clouds: clouds({}, gone) };
    expect(codes(wanted)).toEqual(["drift!"]);
    expect(assessed(wanted).integrations).toMatchObject([{ deleted: true, verified: false }]);
  });
});

describe("the last update", () => {
  const at = "2030-03-01T00:00:00Z";
  test.each([
    ["update", "failed", ["update-failed!"]],
    ["destroy", "failed", ["update-failed!"]],
    ["refresh", "failed", []],
    ["update", "succeeded", []],
    ["update", "in-progress", []],
  ])("%s %s", (kind, result, expected) => {
    expect(codes({ lastUpdate: { kind, result, at } })).toEqual(expected);
  });
});

test("what needs a person comes before what does not", () => {
  const wanted = { ...withSecret(20, 160), clouds: clouds({ [NAME]: true }, drifted()) };
  expect(codes(wanted)).toEqual(["drift!", "secret-due"]);
});
