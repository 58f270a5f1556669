import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";
import { platformsOf } from "./support/platforms/index.ts";
import { withSetting } from "./support/withSetting.ts";

const PROJECT = "gitpod-azure-devops";
const CANARY = "gitpod_pat_0badcafe0badcafe0badcafe0badcafe";

/** Makes Pulumi write an event log. */
const DEBUG = { PULUMI_DEBUG_COMMANDS: "true" };

/** Settings of the provider in which a token stops a preview: those with other values, and the token's own in plain text. */
const NAMES = {
  gitpod: { wrong: ["tokn", "apiUrl", "host", "requestTimeoutSeconds", "maxRetries"], token: "token" },
  ona: { wrong: ["onaTokn", "onaApiUrl", "requestTimeoutSeconds", "maxRetries"], token: "onaToken" },
} as const;

describe.each(platformsOf(1))("$name", (platform) => {
  let person: Person;
  beforeAll(async () => {
    person = await Person.start({ platform, environment: DEBUG });
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

  describe("a token in the wrong setting", () => {
    const { wrong, token } = NAMES[platform.cloud];

    test.each([...wrong, token])("gitpod:%s stops the preview, and no message shows it", async (name) => {
      const { code, shown } = await withSetting(person, platform, `gitpod:${name}`, CANARY, previewInFull);
      expect(code).not.toBe(0);
      expect(shown).toContain(`gitpod:${name}`);
      expect(shown.includes(CANARY)).toBe(false);
    });

    test("is not shown by the plugin either, when no program checks it first", async () => {
      const other = await Person.start({ platform, program: "rotationOnly.ts", environment: DEBUG });
      try {
        for (const name of wrong) {
          const preview = () => other.pulumi("preview", "--diff");
          const { code, output } = await withSetting(other, platform, `gitpod:${name}`, CANARY, preview);
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
    const { shown } = await withSetting(person, platform, `${PROJECT}:host`, "gitpod.example.com", previewInFull);
    expect(shown).toContain("did you mean gitpod:host?");
  });

  test("an Azure DevOps Server causes a warning: it does not sign people in with Entra", async () => {
    const { code, shown } = await withSetting(
      person,
      platform,
      `${PROJECT}:providerHost`,
      "devops.example.com",
      previewInFull,
    );
    expect(code).toBe(0);
    // At Ona the runner says so, when it validates the integration.
    const warning = "only dev.azure.com signs people in by Microsoft Entra ID";
    expect(shown.includes(warning)).toBe(platform.cloud === "gitpod");
  });

  describe("settings that the stack keeps encrypted", () => {
    const hidden = "0badcafe";
    const application = () => [...person.sandbox.entra.directory.applications.values()][0]?.properties;
    beforeAll(async () => {
      await person.set(platform.tokenSetting, platform.token(person.sandbox), "--secret");
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
});
