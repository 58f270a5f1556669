import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { activationUrl, CLASSIC } from "../../platforms/classic.ts";
import { approve } from "../../sandbox/browser.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { type MadeByHand, madeForClassic } from "./support/madeByHand.ts";
import { Person } from "./support/person.ts";
import { KEYS } from "./support/terminal.ts";

const SECRET_ONLY = [
  { change: "update", type: CLASSIC.integrationType, name: "azure-devops-integration", properties: ["clientSecret"] },
];

/** Each test goes on from the one before. */
describe("adopt takes over what was made by hand, with no interruption, in one command", () => {
  let person: Person;
  let made: MadeByHand;
  const stored = () => person.sandbox.gitpod.integrations.get(made.id);
  const run = (flags: string) => person.script(`node cli/main.ts adopt ${flags} </dev/null`);
  const withSecret = (flags: string, secret = made.password.secretText) =>
    person.script(`node cli/main.ts adopt ${flags} --secret-stdin <<<"$SECRET" 2>errors || { cat errors; exit 1; }`, {
      SECRET: secret,
    });
  const acted = async () => JSON.parse((await run("--stack test --yes --json 2>/dev/null")).output);
  /** What a run may not change, unless it is told to act. */
  const everything = async () => ({
    calls: person.sandbox.journal.writes().length,
    integration: stored(),
    settings: await person.file("Pulumi.test.yaml"),
    state: await person.state(),
  });

  beforeAll(async () => {
    person = await Person.start();
    const { gitpod } = person.sandbox;
    made = await madeForClassic(person.sandbox, {
      name: "Code at Acme",
      owners: [SANDBOX.deployer.objectId],
      properties: { notes: "Made by Sam.", tags: ["by-hand"], serviceManagementReference: "CMDB-7" },
    });
    const visit = await approve(activationUrl(gitpod.host, "dev.azure.com", CLASSIC.scopes));
    if (!visit.ok) throw new Error(`the hand-made integration could not be activated: ${visit.message}`);
    await person.set("gitpod:token", gitpod.token, "--secret");
  });
  afterAll(async () => {
    const shown = person.printed() + (await person.state());
    for (const secret of [made.password.secretText, person.sandbox.gitpod.token])
      expect(shown.includes(secret)).toBe(false);
    await person.close();
  });

  test("a dry run shows what would be done, and changes neither cloud, settings nor state", async () => {
    const before = await everything();
    const { code, output } = await run("--stack test --json 2>/dev/null");
    expect(code).toBe(0);
    const document = JSON.parse(output);
    expect(document).toMatchObject({ ok: true, done: false, secret: "needed", differences: [], warnings: [] });
    expect(document).toMatchObject({ integration: { id: made.id }, application: { objectId: made.application.id } });
    expect(document.settings.map(({ setting }: { setting: string }) => setting.split(":")[1]).sort()).toEqual([
      "applicationName",
      "notes",
      "owners",
      "serviceManagementReference",
      "tags",
    ]);
    expect(document.imports.map(({ id }: { id: string }) => id)).toEqual([
      `/applications/${made.application.id}`,
      `/servicePrincipals/${made.principal.id}`,
      made.id,
    ]);
    expect(await everything()).toEqual(before);
  });

  test("a secret that Entra refuses is not stored, and a missing one is asked for by its flag", async () => {
    const before = await everything();
    const wrong = await withSecret("--stack test --yes", "made-up-secret");
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining("Entra refuses this client secret") });
    expect(wrong.output).not.toContain("made-up-secret");
    expect(await run("--stack test --yes")).toMatchObject({
      code: 2,
      output: expect.stringContaining("--yes needs the client secret"),
    });
    expect(await everything()).toEqual(before);
  });

  test("at a terminal it asks which integration, whether to act, and for the secret until Entra accepts it", async () => {
    const { gitpod } = person.sandbox;
    const tokenUrl = `https://login.evil.example/${person.sandbox.entra.tenantId}/oauth2/v2.0/token`;
    const host = "azure.acme.example";
    const second = gitpod.integrations.create({ ...(stored() as object), host, tokenUrl } as never);
    const before = await everything();
    expect(await run("--stack test")).toMatchObject({ code: 2, output: expect.stringContaining(second.id) });
    expect(await withSecret(`--stack test --integration ${host}`)).toMatchObject({
      code: 1,
      output: expect.stringContaining("signs people in at https://login.evil.example, and Entra was read at"),
    });
    const terminal = person.terminal("node cli/main.ts adopt --stack test");
    await terminal.answer("Integration to take over", KEYS.enter);
    await terminal.see("To import");
    await terminal.answer("Take it over?", KEYS.enter);
    await terminal.answer("not shown", `made-up${KEYS.enter}`);
    await terminal.see("Entra refuses this client secret");
    await terminal.answer("not shown", KEYS.interrupt);
    await terminal.see("nothing was written");
    expect(await terminal.ended()).toBe(130);
    expect(terminal.screen).not.toContain("made-up");
    expect(await everything()).toEqual(before);
    gitpod.integrations.remove(second.id);
  });

  test("after an import that failed, the next run goes on from there", async () => {
    const { faults } = person.sandbox;
    faults.inject({ operation: "GetAuthProvider", kind: { type: "status", status: 403 } });
    const { code, output } = await withSecret("--stack test --yes --integration dev.azure.com");
    expect(code).toBe(1);
    expect(output).toContain("pulumi up would register another app. Done before: store the client secret, write the");
    expect(faults.pending()).toEqual([]);
    expect(await person.state()).not.toContain(made.id);

    const document = await acted();
    expect(document).toMatchObject({ done: true, secret: "stored", settings: [] });
    expect(document.imports).toHaveLength(3);
    expect(document.preview).toEqual(SECRET_ONLY);
  });

  test("what the stack has already is not imported again", async () => {
    const [urn] = /urn:pulumi:test::[^"]*AuthProvider::azure-devops-integration/.exec(await person.state()) ?? [""];
    await person.mustRun("state", "delete", urn, "--yes");
    const document = await acted();
    expect(document.imports).toEqual([
      { type: CLASSIC.integrationType, name: "azure-devops-integration", id: made.id },
    ]);
    expect(document.preview).toEqual(SECRET_ONLY);
  });

  test("the first up leaves the integration active, with the same ids and the same secret", async () => {
    const before = stored();
    expect(before).toMatchObject({ verified: true, clientSecret: made.password.secretText });
    await person.mustRun("up", "--yes", "--skip-preview");
    expect(stored()).toEqual(before);
    expect([...made.application.passwords.keys()]).toEqual([made.password.keyId]);
  });

  test("another run has nothing to do, and another stack is refused", async () => {
    const writes = person.sandbox.journal.writes().length;
    const { code, output } = await run("--stack organization/gitpod-azure-devops/test");
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("changes nothing") });
    await person.mustRun("stack", "init", "other", "--copy-config-from", "test");
    const other = await run("--stack other");
    expect(other).toMatchObject({ code: 1, output: expect.stringContaining("the stack test has the ") });
    expect(person.sandbox.journal.writes()).toHaveLength(writes);
  });

  test("what would lose something or cannot be read is refused, with what to do", async () => {
    const { gitpod, entra } = person.sandbox;
    const twin = entra.directory.addApplication({ displayName: "Code at Acme" });
    expect((await run("--stack test")).output).toContain(`(the other's client id: ${twin.appId})`);
    entra.directory.removeApplication(twin.id);

    gitpod.integrations.remove(made.id);
    const remade = await madeForClassic(person.sandbox, { name: "Another" });
    const replaced = await run("--stack test");
    expect(replaced).toMatchObject({ code: 1, output: expect.stringMatching(/has the \S.* already, and cannot have/) });

    entra.directory.removeApplication(remade.application.id);
    expect((await run("--stack test")).output).toContain(`has no app registration with the client id`);

    gitpod.integrations.remove(remade.id);
    expect((await run("--stack test")).output).toContain("nothing to take over");
  });
});
