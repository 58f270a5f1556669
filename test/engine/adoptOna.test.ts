import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ONA } from "../../platforms/ona.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { type MadeByHand, madeForOna } from "./support/madeByHand.ts";
import { Person } from "./support/person.ts";

const NAME = "azure-devops-integration";

/** Each test goes on from the one before. */
describe("adopt takes over what was made by hand for a runner of Ona", () => {
  let person: Person;
  let made: MadeByHand;
  const run = async (flags: string) => {
    const command = `node cli/main.ts adopt --stack test --yes --json ${flags} 2>/dev/null`;
    const { code, output } = await person.script(command, { SECRET: made.password.secretText });
    return { code, document: JSON.parse(output) };
  };
  const stored = () => person.sandbox.ona.integrations.get(made.id);

  beforeAll(async () => {
    person = await Person.start({ withoutStack: true });
    made = await madeForOna(person.sandbox, { owners: [SANDBOX.deployer.objectId] });
    await person.mustRun("stack", "init", "test");
    await person.setAll(person.sandbox.onaSettings());
    await person.set("gitpod:onaToken", person.sandbox.ona.token, "--secret");
  });
  afterAll(() => person.close());

  test("where nobody has the secret, the preview shows the one that the next up makes", async () => {
    const before = stored();
    const written = () => person.sandbox.journal.writes().filter(({ status }) => status !== 404);
    const writes = written().length;
    const { code, document } = await run("--no-secret");
    expect(code).toBe(0);
    expect(document).toMatchObject({ done: true, secret: "nobody", platform: "ona", differences: [] });
    const changed = document.preview.map(({ change, name }: { change: string; name: string }) => `${change} ${name}`);
    expect(changed.sort()).toEqual([
      "create azure-devops-secret",
      "create azure-devops-secret-rotation",
      "update azure-devops-application",
      `update ${NAME}`,
    ]);
    expect(await person.file("Pulumi.test.yaml")).not.toContain("existingClientSecret");
    // Only the question whether the token may write, which is about an integration that is not there.
    expect(written()).toHaveLength(writes);
    expect(stored()).toEqual(before);
  });

  test("somebody finds the secret after all: the preview shows no change but that", async () => {
    const { code, document } = await run(`--secret-stdin <<<"$SECRET"`);
    expect(code).toBe(0);
    expect(document.preview).toEqual([
      { change: "update", type: ONA.integrationType, name: NAME, properties: ["clientSecret"] },
    ]);
  });

  test("the first up keeps the integration, its app and its secret", async () => {
    const { id, oauth } = stored() ?? {};
    await person.mustRun("up", "--yes", "--skip-preview");
    expect(stored()).toMatchObject({ id, oauth: { clientId: oauth?.clientId, issuerUrl: oauth?.issuerUrl } });
    const { ona } = person.sandbox;
    const encrypted = stored()?.oauth?.encryptedClientSecret ?? new Uint8Array();
    expect((await ona.runners.find(ona.runnerId).decrypt(encrypted)) === made.password.secretText).toBe(true);
    expect([...made.application.passwords.keys()]).toEqual([made.password.keyId]);
    expect(await person.pulumi("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
  });
});
