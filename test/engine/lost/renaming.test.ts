import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { duringCall } from "../support/duringCall.ts";
import { type Entry, Fleet, HOSTS, NOWHERE } from "../support/fleet.ts";
import { platformsOf } from "../support/platforms/index.ts";

const A: Entry = {};
const FAILING: Entry = { providerHost: NOWHERE };

describe.each(platformsOf(1))("$name: a renamed entry of integrations", (platform) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start({ a: A }, {}, platform);
    if (platform.replacement === "same") await fleet.activate();
  });
  afterEach(async () => {
    await fleet.enter({ a: A });
    await fleet.up("--refresh");
    expect(fleet.sandbox.ona.signIns.lost()).toEqual([]);
  });
  afterAll(() => fleet.close());

  /** Whatever happened on the way: one integration, which the state has under the new name. */
  async function expectRenamed(): Promise<void> {
    await fleet.up();
    expect(await fleet.ids()).toEqual([fleet.only().id]);
    expect(await fleet.urn("b")).toContain("azure-devops-b-integration");
    expect(await fleet.run("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
  }

  test("exists once when another entry fails in the same run", async () => {
    await fleet.enter({ b: A, c: FAILING });
    expect(await fleet.refused()).toMatch(/(could not|cannot) be reached/i);
    await fleet.enter({ b: A });
    await expectRenamed();
  });

  test("exists once when the failing run continues on error", async () => {
    await fleet.enter({ b: A, c: FAILING });
    await fleet.refused("--continue-on-error");
    await fleet.enter({ b: A });
    await expectRenamed();
  });

  test("exists once when only the new entry was targeted", async () => {
    await fleet.enter({ b: A });
    const [former, component] = [await fleet.urn("a"), await fleet.urn("a", "")];
    const targets = [former, component].flatMap((urn) => ["--target", urn.replace("azure-devops-a", "azure-devops-b")]);
    await fleet.person.mustRun("up", "--yes", "--skip-preview", ...targets);
    await expectRenamed();
  });

  test("exists once when the former entry was protected for a while", async () => {
    const urn = await fleet.urn("a");
    await fleet.person.mustRun("state", "protect", "--yes", urn);
    await fleet.enter({ b: A });
    await fleet.refused();
    await fleet.person.mustRun("state", "unprotect", "--yes", urn);
    await expectRenamed();
  });

  test.each(["SIGINT", "SIGKILL"] as const)("exists once after %s in the middle of the run", async (signal) => {
    await fleet.enter({ b: A });
    await duringCall(fleet.person, platform.takeOver, ({ child }) => child.kill(signal));
    if (signal === "SIGKILL") await fleet.person.mustRun("cancel", "--yes");
    await expectRenamed();
  });

  test("exists once when it gets its old name back after the run failed half-way", async () => {
    await fleet.enter({ b: A, c: FAILING });
    await fleet.refused();
    await fleet.enter({ a: A });
    // Ona's secrets tell which of the two entries gave the last one, so that a plain `up` can go on.
    if (platform.replacement === "new") {
      const output = await fleet.refused();
      expect(output).toMatch(/was not deleted: it is in the place of azure-devops-a-integration, whose own/);
      expect(output).toContain("Run `pulumi up --refresh`");
    }
    await fleet.up("--refresh");
    expect(await fleet.ids()).toEqual([fleet.only().id]);
  });
});

describe("a renamed entry of integrations", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start({ a: A });
  });
  afterAll(() => fleet.close());

  test("that is active is left as it is until a person takes either way that the error names", async () => {
    const { id } = await fleet.activate();
    const active = fleet.record();
    await fleet.enter({ b: A });
    const output = await fleet.refused();
    expect(output).toContain(`with id ${id} and this client id. It is active`);
    expect(fleet.record()).toEqual(active);
    const command = /`pulumi (import [^`]*)`/.exec(output)?.[1]?.split(" ") ?? [];
    const component = (await fleet.person.mustRun("stack", "--show-urns")).match(/urn:\S+::azure-devops-b$/m)?.[0];
    const parent = command.map((word) => word.replace(/^parent=.*/, `parent=${component}`)).slice(0, -2);
    await fleet.person.mustRun(
      ...parent.filter((word) => !/^(of|its|component>)$/.test(word)),
      "--yes",
      "--protect=false",
      "--generate-code=false",
    );
    await fleet.up();
    expect(fleet.record()).toEqual(active);
    expect(await fleet.ids()).toEqual([id]);

    await fleet.enter({ c: { adoptExisting: true } });
    await fleet.up();
    expect(fleet.only()).toMatchObject({ verified: false });
    expect(await fleet.ids()).toEqual([fleet.only().id]);
  });
});

describe.each(platformsOf(0))("$name: integrations that swap hosts", (platform) => {
  const straight = { a: { providerHost: HOSTS[1] }, b: { providerHost: HOSTS[2] } };
  const swapped = { a: { providerHost: HOSTS[2] }, b: { providerHost: HOSTS[1] } };
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start(straight, {}, platform);
  });
  afterAll(() => fleet.close());

  test("both exist", async () => {
    await fleet.enter(swapped);
    await fleet.up();
    expect(fleet.all()).toHaveLength(2);
    await fleet.enter(straight);
    await fleet.up();
    expect(fleet.all()).toHaveLength(2);
  });

  test("both exist when the swap failed half-way and was undone", async () => {
    platform.reach(fleet.sandbox, HOSTS[1], false);
    await fleet.enter(swapped);
    await fleet.refused();
    platform.reach(fleet.sandbox, HOSTS[1]);
    await fleet.enter(straight);
    const second = await fleet.run("up", "--yes", "--skip-preview");
    if (second.code !== 0) expect(second.output).toContain("Run `pulumi up --refresh`");
    await fleet.up("--refresh");
    expect(fleet.all()).toHaveLength(2);
  });

  test("both exist after a forced replacement during which another entry fails", async () => {
    const urn = await fleet.urn("a");
    await fleet.enter({ ...straight, c: FAILING });
    await fleet.refused("--replace", urn);
    await fleet.enter(straight);
    await fleet.up();
    expect(fleet.all()).toHaveLength(2);
    await fleet.up();
  });
});
