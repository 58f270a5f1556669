import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";

const PROJECT = "gitpod-azure-devops";
const CANARY = "gitpod_pat_0badcafe0badcafe0badcafe0badcafe";

/** Makes Pulumi write an event log. */
const DEBUG = { PULUMI_DEBUG_COMMANDS: "true" };

let person: Person;
beforeAll(async () => {
  person = await Person.start({ environment: DEBUG });
});
afterAll(() => person.close());

/** All output of a preview with its events, except the plain-text settings, which the engine lists itself. */
async function previewInFull(): Promise<{ code: number | null; shown: string }> {
  const { code, output } = await person.pulumi("preview", "--diff", "--event-log", person.path("events"));
  const events = (await person.file("events")).split("\n").filter((line) => !line.includes('"preludeEvent"'));
  const json = await person.pulumi("preview", "--json");
  const { config: _, ...rest } = JSON.parse(json.output.slice(json.output.indexOf("\n{")));
  return { code, shown: [output, ...events, JSON.stringify(rest)].join("\n") };
}

async function withSetting<T>(name: string, value: string, work: () => Promise<T>): Promise<T> {
  const original = person.sandbox.settings()[name];
  await person.set(name, value);
  try {
    return await work();
  } finally {
    await (original === undefined ? person.unset(name) : person.set(name, original));
  }
}

describe("a token in the wrong setting", () => {
  test.each(["tokn", "apiUrl", "host", "requestTimeoutSeconds", "maxRetries", "token"])(
    "gitpod:%s stops the preview, and no message shows it",
    async (name) => {
      const { code, shown } = await withSetting(`gitpod:${name}`, CANARY, previewInFull);
      expect(code).not.toBe(0);
      expect(shown).toContain(`gitpod:${name}`);
      expect(shown.includes(CANARY)).toBe(false);
    },
  );

  test("is not shown by the plugin either, when no program checks it first", async () => {
    const other = await Person.start({ program: "rotationOnly.ts", environment: DEBUG });
    try {
      for (const name of ["tokn", "apiUrl", "host", "requestTimeoutSeconds", "maxRetries"]) {
        const original = other.sandbox.settings()[`gitpod:${name}`];
        await other.set(`gitpod:${name}`, CANARY);
        const { code, output } = await other.pulumi("preview", "--diff");
        await (original === undefined ? other.unset(`gitpod:${name}`) : other.set(`gitpod:${name}`, original));
        expect(code).not.toBe(0);
        expect(output).toContain(`gitpod:${name}`);
        expect(output.includes(CANARY)).toBe(false);
      }
    } finally {
      await other.close();
    }
  });
});

test("a provider setting under the project's name is pointed out", async () => {
  const { shown } = await withSetting(`${PROJECT}:host`, "gitpod.example.com", previewInFull);
  expect(shown).toContain("did you mean gitpod:host?");
});

test("an Azure DevOps Server causes a warning: it does not sign people in with Entra", async () => {
  const { code, shown } = await withSetting(`${PROJECT}:providerHost`, "devops.example.com", previewInFull);
  expect(code).toBe(0);
  expect(shown).toContain("only dev.azure.com signs people in by Microsoft Entra ID");
});

describe("settings that the stack keeps encrypted", () => {
  const hidden = "0badcafe";
  const application = () => [...person.sandbox.entra.directory.applications.values()][0]?.properties;
  beforeAll(async () => {
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    for (const name of ["notes", "serviceManagementReference", "rotationTrigger"]) {
      await person.set(`${PROJECT}:${name}`, `${name}-${hidden}`, "--secret");
    }
    await person.mustRun("config", "set", "--secret", "--path", `${PROJECT}:tags[0]`, `tag-${hidden}`);
  });

  test("stay secret in the preview, its events, the deployment and the state", async () => {
    const { code, shown } = await previewInFull();
    expect(code).toBe(0);
    expect(shown.includes(hidden)).toBe(false);
    const { output } = await person.pulumi("up", "--yes", "--diff");
    expect(output.includes(hidden)).toBe(false);
    expect((await person.state()).includes(hidden)).toBe(false);
    expect(application()).toMatchObject({ notes: `notes-${hidden}`, tags: [`tag-${hidden}`] });
  });

  test("are removed with the setting: the preview shows each, and the app loses it", async () => {
    for (const name of ["notes", "serviceManagementReference", "tags"]) await person.unset(`${PROJECT}:${name}`);
    const { shown } = await previewInFull();
    for (const name of ["notes", "serviceManagementReference", "tags"]) expect(shown).toContain(name);
    await person.mustRun("up", "--yes");
    expect(application()).toMatchObject({ notes: null, tags: [], serviceManagementReference: null });
  });
});

test("the tenant in upper case is the same tenant: nothing changes", async () => {
  const tenant = person.sandbox.entra.tenantId.toUpperCase();
  await person.set(`${PROJECT}:tenantId`, tenant);
  await person.mustRun("preview", "--expect-no-changes");
});
