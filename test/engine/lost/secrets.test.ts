import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { changedKinds, Deployment } from "../support/deployment.ts";
import { losses } from "../support/losses.ts";
import { Person } from "../support/person.ts";

const DAY = 86_400_000;

describe("a client secret", () => {
  let deployment: Deployment;
  afterEach(() => deployment.close());

  async function start(): Promise<void> {
    deployment = await Deployment.start({ timeTravel: true, settings: { "gitpod:maxRetries": "1" } });
    expect((await deployment.up()).failed).toBe(false);
  }
  const directory = () => deployment.sandbox.entra.directory;
  const application = () =>
    [...directory().applications.values()][0] as { id: string; passwords: Map<string, unknown> };
  const daysLeft = async () => {
    const { secretExpiresAt } = await deployment.outputs();
    return (Date.parse(String(secretExpiresAt?.value)) - directory().now().getTime()) / DAY;
  };
  async function expectSettled(): Promise<void> {
    expect(await losses(await deployment.state(), [deployment.sandbox])).toEqual([]);
    expect(changedKinds(await deployment.up())).toEqual({});
  }

  test.each([
    ["shortly before it expires", 175],
    ["after it expired", 181],
  ])("that somebody deleted %s is created again with a full lifetime", async (_when, days) => {
    await start();
    deployment.travel(days);
    application().passwords.clear();
    expect((await deployment.up({ refresh: true })).failed).toBe(false);
    expect(Math.round(await daysLeft())).toBe(180);
    await expectSettled();
  });

  test("that has expired is renewed by the next up, and a preview says so", async () => {
    await start();
    deployment.travel(181);
    const preview = await deployment.preview();
    expect(preview.output).toContain("`pulumi up` makes a new one");
    expect(changedKinds(preview)).toEqual({ update: 2, replace: 1 });
    expect((await deployment.up()).failed).toBe(false);
    expect(Math.round(await daysLeft())).toBe(180);
    await expectSettled();
  });

  test("of an app without a service principal is not given to Gitpod, which keeps the one that works", async () => {
    await start();
    const [before] = deployment.sandbox.gitpod.integrations.list();
    const principal = directory().findPrincipal(before?.clientId ?? "");
    directory().removePrincipal(principal?.id ?? "");
    await deployment.set("gitpod-azure-devops:rotationTrigger", "now");
    const run = await deployment.up();
    expect(run.failed).toBe(true);
    expect(run.output).toMatch(/AADSTS7000229.*was not changed.*`pulumi up --refresh` makes it again/s);
    expect(deployment.sandbox.gitpod.integrations.list()).toEqual([before]);
    expect((await deployment.up({ refresh: true })).failed).toBe(false);
    await expectSettled();
  });
});

describe("at the command line", () => {
  let person: Person;
  beforeEach(async () => {
    person = await Person.start();
    await person.set("gitpod:token", person.sandbox.gitpod.token, "--secret");
    await person.mustRun("up", "--yes", "--skip-preview");
  });
  afterEach(() => person.close());

  async function expectNothingLost(): Promise<void> {
    expect(await losses(await person.state(), [person.sandbox])).toEqual([]);
    expect(await person.pulumi("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  }

  test("preview and up refuse the stack's own secret as existingClientSecret", async () => {
    const [{ clientSecret = "" } = {}] = person.sandbox.gitpod.integrations.list();
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
    const order = person.sandbox.faults.inject({
      operation: "POST /v1.0/applications/{id}/removePassword",
      kind: { type: "delay", milliseconds: 1500 },
    });
    const { child, finished } = person.begin("up", "--yes", "--skip-preview");
    while (order.remaining > 0) await delay(20);
    child.kill("SIGKILL");
    await finished;
    await delay(1500);
    await person.mustRun("cancel", "--yes");
    await person.mustRun("up", "--yes", "--skip-preview", "--refresh");
    await expectNothingLost();
  });
});
