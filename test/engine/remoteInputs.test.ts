import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";
import { requiredArgs } from "./support/remote.ts";

let person: Person;
beforeAll(async () => {
  person = await Person.start({ program: "remoteIntegration.ts" });
});
afterAll(() => person.close());

/** Previews an integration that the plugin constructs, and returns what is wrong with it, by property. */
async function preview(inputs: object, settings: Readonly<Record<string, string>> = {}) {
  const all = JSON.stringify({ ...requiredArgs(person.sandbox), ...inputs });
  await person.setAll({ "test:inputs": all, ...settings });
  const { code, output } = await person.pulumi("preview", "--diff");
  const problems = [...output.matchAll(/- property (\S+) +has a problem: (.*)/g)].map(([, path, reason]) => [
    path,
    reason,
  ]);
  return { code, output, problems: Object.fromEntries(problems) };
}

test("each wrong input is named by the first preview, without its value", async () => {
  const { code, output, problems } = await preview({
    organizationId: "not-a-uuid",
    tenantID: "somebodys-secret",
    tenantId: undefined,
    adminConsent: "yes",
    permissions: ["vso.code_write", "vso.profil"],
    rotation: { lifetimeDay: 3, rotateAfterDays: 1000 },
  });
  expect(code).not.toBe(0);
  expect(problems).toEqual({
    organizationId: "must be a UUID, as in the address of the organization's settings",
    tenantID: "is not a property here; did you mean tenantId?",
    tenantId: "is required and not set",
    adminConsent: "must be true or false",
    "permissions[1]": "is not a known permission; did you mean vso.profile?",
    rotation: "has no property lifetimeDay; did you mean lifetimeDays?",
    "rotation.rotateAfterDays": "must be at most 730 days",
  });
  expect(output).toContain("7 inputs are wrong:");
  expect(output).not.toMatch(/not-a-uuid|somebodys-secret|with value/);
});

test("permissions that Gitpod cannot do without are missed", async () => {
  const { problems } = await preview({ permissions: ["vso.profile"] });
  expect(problems).toEqual({ permissions: "lack vso.code_write, which Gitpod Classic always asks for" });
});

test("inputs that depend on a resource are unknown in the first preview", async () => {
  const { code, output } = await preview({}, { "test:unknown": "notes" });
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/notes +: \[unknown\]/) });
});

test("an input by which the component decides what to register must be known", async () => {
  const { code, problems } = await preview({}, { "test:unknown": "adminConsent" });
  expect(code).not.toBe(0);
  expect(problems).toEqual({ adminConsent: expect.stringContaining("must be known before the deployment") });
});
