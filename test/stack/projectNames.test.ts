import { beforeEach, describe, expect, test } from "@jest/globals";
import * as pulumi from "@pulumi/pulumi";
import program from "../../index.ts";
import { ProjectNames } from "../../stack/projectNames.ts";
import { describeSettings, NAMESPACE, SETTING_NAMES } from "../../stack/settingsSchema.ts";
import { value, World, wireSecret } from "../components/support/mocks.ts";

const UUID = "01234567-89ab-4cde-8f01-23456789abcd";
const projectNames = (project: string) => new ProjectNames(NAMESPACE, project, describeSettings());
const names = projectNames("platform");
/** The last line of each error about settings. */
const DOCTOR = "\n`npx gitpod-azure-devops doctor` also checks sign-in, token and network.\n";

describe("in a project called platform", () => {
  test.each([
    ["platform:organizationId", `${NAMESPACE}:organizationId`],
    [`${NAMESPACE}:organizationId`, "platform:organizationId"],
    ["gitpod:host", "gitpod:host"],
    ["azuread:tenantId", "azuread:tenantId"],
    ["my-platform:notes", "my-platform:notes"],
    ["platform:two words", `${NAMESPACE}:two words`],
  ])("%s of the stack is %s of the code, and the other way round", (stack, code) => {
    expect(names.key(stack)).toBe(code);
    expect(names.key(code)).toBe(stack);
    expect(names.keys({ [stack]: "x" })).toEqual({ [code]: "x" });
  });

  test.each([
    [`pulumi config set ${NAMESPACE}:notes '<text>'`, "pulumi config set platform:notes '<text>'"],
    [`pulumi config rm --path '${NAMESPACE}:owners[0]'`, "pulumi config rm --path 'platform:owners[0]'"],
    [
      `did you mean ${NAMESPACE}:notes? See https://example.com`,
      "did you mean platform:notes? See https://example.com",
    ],
    ["is missing: the platform: of localhost:4180", "is missing: the platform: of localhost:4180"],
  ])("a message with %s says %s", (code, stack) => {
    expect(names.text(code)).toBe(stack);
  });

  test("problems have the names of the stack", () => {
    const key = `${NAMESPACE}:notes`;
    const found = [{ key, message: `is like ${key}`, fix: `pulumi config rm ${key}` }];
    expect(names.problems({}, found)).toEqual([
      { key: "platform:notes", message: "is like platform:notes", fix: "pulumi config rm platform:notes" },
    ]);
  });

  test.each(SETTING_NAMES)("%s with the old namespace is one problem, with the right name and the commands", (name) => {
    const found = [{ key: `${NAMESPACE}:${name}`, message: "is missing", fix: "" }];
    const problems = names.problems(names.keys({ [`${NAMESPACE}:${name}`]: "canary" }), found);
    expect(problems).toEqual([
      {
        key: `${NAMESPACE}:${name}`,
        message: expect.stringContaining(`rename it to platform:${name} in Pulumi.<stack>.yaml`),
        fix: expect.stringMatching(
          new RegExp(`^pulumi config set .*platform:${name}\\b.* && pulumi config rm ${NAMESPACE}:${name}$`),
        ),
      },
    ]);
    expect(JSON.stringify(problems).includes("canary")).toBe(false);
    const secret = name === "existingClientSecret";
    expect(problems[0]?.fix.startsWith("pulumi config set --secret")).toBe(secret);
  });

  test("an unknown setting with the old namespace is only to be removed", () => {
    expect(names.problems(names.keys({ [`${NAMESPACE}:x`]: "" }), [])).toMatchObject([
      { key: `${NAMESPACE}:x`, fix: `pulumi config rm ${NAMESPACE}:x` },
    ]);
  });
});

test("a project with this repository's name needs no translation", () => {
  const own = projectNames(NAMESPACE);
  const config = { [`${NAMESPACE}:notes`]: "x", "platform:notes": "y" };
  expect(own.keys(config)).toEqual(config);
  expect(own.problems(config, [])).toEqual([]);
});

test.each(["gitpod", "azuread", "azure-native"])("no project can be called %s, like a provider", (project) => {
  expect(() => projectNames(project)).toThrow(`The project cannot be called ${project}`);
});

describe("the program of a project called platform", () => {
  let world: World;
  beforeEach(async () => {
    world = await World.start({ project: "platform" });
  });
  const error = async (config: Record<string, string>) => {
    pulumi.runtime.setAllConfig(config);
    const thrown: unknown = await program().catch((error: unknown) => error);
    expect(pulumi.RunError.isInstance(thrown)).toBe(true);
    expect(world.registered).toEqual([]);
    return (thrown as Error).message;
  };
  const BASE = { "gitpod:host": "gitpod.example.com", "azuread:tenantId": UUID };

  test("reads its settings by the project's name, also which of them are secret", async () => {
    const config = { ...BASE, "platform:organizationId": UUID, "platform:notes": "internal" };
    pulumi.runtime.setAllConfig(config, ["platform:notes"]);
    await value((await program()).integrationId);
    // Components register their outputs last, with the same mocks.
    await pulumi.runtime.disconnect();
    expect(world.inputs("gitpod:index:AuthProvider")).toMatchObject({ organizationId: UUID });
    expect(world.inputs("azuread:index/application:Application")).toMatchObject({
      notes: wireSecret("internal"),
    });
  });

  test("names wrong settings by the project's name", async () => {
    expect(await error({ ...BASE, "platform:organizationId": "acme", "platform:ownrs": "" })).toBe(
      `2 settings of the stack are wrong. Fix each with the command below it:

  platform:organizationId must be a UUID such as ${UUID}
      pulumi config set platform:organizationId '<uuid>'
  platform:ownrs is not a setting of this project; did you mean owners?
      pulumi config rm 'platform:ownrs'
${DOCTOR}`,
    );
  });

  test("refuses a secret that is encrypted where it may not be, by the project's name", async () => {
    pulumi.runtime.setAllConfig({ ...BASE, "platform:organizationId": UUID }, ["platform:organizationId"]);
    const thrown: unknown = await program().catch((error: unknown) => error);
    expect(String(thrown)).toContain("platform:organizationId cannot be a secret");
    expect(String(thrown)).toContain("pulumi config set --plaintext platform:organizationId '<text>'");
  });

  test("reports a setting with the old namespace once", async () => {
    expect(await error({ ...BASE, [`${NAMESPACE}:organizationId`]: UUID, "platform:organizationId": "" })).toBe(
      `One setting of the stack is wrong. Fix each with the command below it:

  ${NAMESPACE}:organizationId is not read, because this project is called platform: rename it to platform:organizationId in Pulumi.<stack>.yaml, or set it anew
      pulumi config set platform:organizationId '<uuid>' && pulumi config rm ${NAMESPACE}:organizationId
${DOCTOR}`,
    );
  });
});

test("the program of a project called gitpod says that it needs another name", async () => {
  await World.start({ project: "gitpod" });
  const thrown: unknown = await program().catch((error: unknown) => error);
  expect(pulumi.RunError.isInstance(thrown)).toBe(true);
  expect(String(thrown)).toContain("Choose another name in Pulumi.yaml");
});
