import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { activationUrl, CLASSIC } from "../../platforms/classic.ts";
import { approve } from "../../sandbox/browser.ts";
import { SANDBOX } from "../../sandbox/constants.ts";
import { type MadeByHand, madeForClassic } from "./support/madeByHand.ts";
import { Person } from "./support/person.ts";

const OWNERS = [SANDBOX.deployer.objectId];

/** Each test goes on from the one before. */
describe("adopt takes over what was made by hand", () => {
  let person: Person;
  let made: MadeByHand;
  const secretOf = () => ({ SECRET: made.password.secretText });
  const run = (flags: string, environment = {}) =>
    person.script(`node cli/adopt.ts --stack test ${flags} </dev/null`, environment);
  const stored = () => person.sandbox.gitpod.integrations.get(made.id);

  beforeAll(async () => {
    person = await Person.start();
    const { gitpod } = person.sandbox;
    made = madeForClassic(person.sandbox, {
      name: "Code at Acme",
      owners: OWNERS,
      properties: { notes: "Made by Sam.", tags: ["by-hand"], serviceManagementReference: "CMDB-7" },
    });
    const visit = await approve(activationUrl(gitpod.host, "dev.azure.com", CLASSIC.scopes));
    if (!visit.ok) throw new Error(`the hand-made integration could not be activated: ${visit.message}`);
    await person.set("gitpod:token", gitpod.token, "--secret");
  });
  afterAll(async () => {
    await person.close();
  });

  test("dry", async () => {
    const { code, output } = await run("");
    console.log(output);
    expect(code).toBe(0);
  });
  test("yes", async () => {
    const { code, output } = await person.script(
      `node cli/adopt.ts --stack test --yes --secret-stdin <<<"$SECRET"`,
      secretOf(),
    );
    console.log(output);
    expect(stored()?.verified).toBe(true);
    expect(code).toBe(0);
  });
});
