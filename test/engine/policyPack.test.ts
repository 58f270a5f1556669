import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Person } from "./support/person.ts";

const PACK = ["--policy-pack", "ops/policy"];

describe("the policy pack, with the Pulumi CLI", () => {
  let person: Person;
  let folder: string;
  beforeAll(async () => {
    person = await Person.start();
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    folder = await mkdtemp(join(tmpdir(), "policy-pack-config-"));
  });
  afterAll(async () => {
    await person.close();
    await rm(folder, { recursive: true });
  });

  test("accepts the project's defaults, and recommends an owner", async () => {
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { code, output } = await person.pulumi(...command, ...PACK);
      expect(code).toBe(0);
      expect(output).toContain("[advisory]  owners");
      expect(output).not.toContain("[mandatory]");
    }
  });

  test("stops a deployment before it changes anything, and names the setting to fix", async () => {
    const setting = "secretLifetimeDays";
    const [before] = person.sandbox.entra.directory.applications.values();
    const secrets = [...(before?.passwords.keys() ?? [])];
    await person.set(setting, "365");
    const { code, output } = await person.pulumi("up", "--yes", "--skip-preview", ...PACK);
    expect(code).not.toBe(0);
    expect(output).toContain("[mandatory]  secret-lifetime");
    expect(output).toContain(`pulumi config set ${setting} 180`);
    const [after] = person.sandbox.entra.directory.applications.values();
    expect([...(after?.passwords.keys() ?? [])]).toEqual(secrets);
    await person.unset(setting);
  });

  test("reads its configuration from a file", async () => {
    const file = join(folder, "policy.json");
    await writeFile(file, JSON.stringify({ owners: "mandatory", "redirect-uris": { hosts: ["gitpod.example.com"] } }));
    const { code, output } = await person.pulumi("preview", ...PACK, "--policy-pack-config", file);
    expect(code).not.toBe(0);
    expect(output).toContain("[mandatory]  owners");
    expect(output).toContain("is not at gitpod.example.com");
  });
});

describe("an output that shows the client secret", () => {
  let person: Person;
  beforeAll(async () => {
    person = await Person.start({ program: "leakyOutput.ts" });
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
  });
  afterAll(() => person.close());

  test.each([
    [
      "is reported by the deployment that creates the secret, which no preview knows",
      ["up", "--yes", "--skip-preview"],
    ],
    ["stops every preview from then on", ["preview"]],
  ])("%s", async (_, command) => {
    const { code, output } = await person.pulumi(...command, ...PACK);
    expect(code).not.toBe(0);
    expect(output).toContain("[mandatory]  credentials-are-secret");
    expect(output).toContain("The stack output login holds a credential that is not marked as secret");
  });
});
