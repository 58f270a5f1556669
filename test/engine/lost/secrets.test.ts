import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { changedKinds, Deployment } from "../support/deployment.ts";
import { duringCall } from "../support/duringCall.ts";
import { losses } from "../support/losses.ts";
import { Person } from "../support/person.ts";
import { platformsOf } from "../support/platforms/index.ts";

const DAY = 86_400_000;

/** One stack lives through years of it. */
describe.each(platformsOf(1))("$name: a client secret", (platform) => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.start({ platform, timeTravel: true, settings: { "gitpod:maxRetries": "1" } });
    expect((await deployment.up()).failed).toBe(false);
  });
  afterAll(() => deployment.close());

  const directory = () => deployment.sandbox.entra.directory;
  const stored = () => platform.stored(deployment.sandbox)[0];
  const record = () => platform.record(deployment.sandbox, stored()?.id ?? "");
  const daysLeft = async () => {
    const { secretExpiresAt } = await deployment.outputs();
    return Math.round((Date.parse(String(secretExpiresAt?.value)) - directory().now().getTime()) / DAY);
  };
  async function expectSettled(): Promise<void> {
    expect(await losses(await deployment.state(), [deployment.sandbox])).toEqual([]);
    expect(changedKinds(await deployment.up())).toEqual({});
  }

  test("of an app without a service principal is not given away: the one that works stays", async () => {
    const before = record();
    const principal = directory().findPrincipal(stored()?.clientId ?? "");
    directory().removePrincipal(principal?.id ?? "");
    await deployment.set("gitpod-azure-devops:rotationTrigger", "now");
    const run = await deployment.up();
    expect(run.failed).toBe(true);
    expect(run.output).toMatch(/AADSTS7000229.*was not changed.*`pulumi up --refresh` makes it again/s);
    expect(record()).toEqual(before);
    expect((await deployment.up({ refresh: true })).failed).toBe(false);
    await expectSettled();
  });

  test.each([
    ["shortly before it expires", 175],
    ["after it expired", 181],
  ])("that somebody deleted %s is created again with a full lifetime", async (_when, days) => {
    deployment.travel(days);
    directory()
      .findByAppId(stored()?.clientId ?? "")
      ?.passwords.clear();
    expect((await deployment.up({ refresh: true })).failed).toBe(false);
    expect(await daysLeft()).toBe(180);
    await expectSettled();
  });

  test("that has expired is renewed by the next up, and a preview says so", async () => {
    deployment.travel(181);
    const preview = await deployment.preview();
    expect(preview.output).toContain("`pulumi up` makes a new one");
    expect(changedKinds(preview)).toEqual({ update: 2, replace: 1 });
    expect((await deployment.up()).failed).toBe(false);
    expect(await daysLeft()).toBe(180);
    await expectSettled();
  });
});

describe.each(platformsOf(0))("$name: at the command line", (platform) => {
  let person: Person;
  beforeAll(async () => {
    person = await Person.start({ platform, withToken: true });
    await person.mustRun("up", "--yes", "--skip-preview");
  });
  afterAll(() => person.close());

  async function expectNothingLost(): Promise<void> {
    expect(await losses(await person.state(), [person.sandbox])).toEqual([]);
    expect(await person.pulumi("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  }

  test("preview and up refuse the stack's own secret as existingClientSecret", async () => {
    const [{ id = "" } = {}] = platform.stored(person.sandbox);
    const clientSecret = (await platform.secret(person.sandbox, id)) ?? "";
    expect(clientSecret).not.toBe("");
    await person.set("existingClientSecret", clientSecret, "--secret");
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { code, output } = await person.pulumi(...command);
      expect(code).not.toBe(0);
      expect(output).toContain("existingClientSecret is the client secret that this stack has made itself");
      expect(output).toContain("`pulumi config rm existingClientSecret`");
      expect(output.includes(clientSecret)).toBe(false);
    }
    await person.mustRun("config", "rm", "existingClientSecret");
    await expectNothingLost();
  });

  test("cancel and up --refresh recover after the engine is killed while it removes the old secret", async () => {
    await person.set("rotationTrigger", "now");
    const operation = "POST /v1.0/applications/{id}/removePassword";
    await duringCall(person, operation, ({ child }) => child.kill("SIGKILL"));
    await person.mustRun("cancel", "--yes");
    await person.mustRun("up", "--yes", "--skip-preview", "--refresh");
    await expectNothingLost();
  });
});
