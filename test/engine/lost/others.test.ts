import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Fleet, HOSTS, WITHOUT_PROMPTS } from "../support/fleet.ts";
import { platformsOf } from "../support/platforms/index.ts";

/** One stack lives through all of it: each test leaves the integration of the entry `a` as the next one needs it. */
describe.each(platformsOf(0))("$name: what another person has created or changed", (platform) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start({ a: {} }, {}, platform);
  });
  afterAll(() => fleet.close());

  const destroy = () => fleet.person.mustRun("destroy", ...WITHOUT_PROMPTS);
  /** Somebody gives the integration another app. Returns what the platform then keeps of it. */
  function giveOtherApp(): unknown {
    const { id } = fleet.only();
    platform.modify(fleet.sandbox, id, { clientId: "theirs" });
    platform.use(fleet.sandbox, id);
    return fleet.record();
  }
  /** Their integration leaves, and the stack has its own again. */
  async function startAnew(): Promise<void> {
    platform.remove(fleet.sandbox, fleet.only().id);
    await fleet.up("--refresh");
  }

  test("an integration with the program's app for a second host costs nobody a sign-in unasked", async () => {
    const { id, clientId = "" } = fleet.only();
    const clientSecret = (await platform.secret(fleet.sandbox, id)) ?? "";
    const twin = await fleet.byHand(HOSTS[1], { clientId, clientSecret });
    const before = fleet.record(HOSTS[1]);
    await fleet.enter({ a: {}, b: { providerHost: HOSTS[1] } });
    if (platform.replacement === "new") {
      const output = await fleet.refused();
      expect(output).toContain(`with id ${twin} and this client id. It is active`);
      expect(output).toContain("adoptExisting");
      expect(fleet.record(HOSTS[1])).toEqual(before);
      await fleet.enter({ a: {}, b: { providerHost: HOSTS[1], adoptExisting: true } });
    }
    await fleet.up();
    expect(fleet.all()).toHaveLength(2);
    expect(fleet.only(HOSTS[1]).id === twin).toBe(platform.replacement === "same");
    expect(fleet.sandbox.ona.signIns.lost()).toEqual([]);
    await fleet.enter({ a: {} });
    await fleet.up();
    expect(fleet.all()).toHaveLength(1);
  });

  test("an integration whose host is written in capitals is found before a second one is created", async () => {
    const theirs = await fleet.byHand("B.Example.com");
    const before = fleet.record(HOSTS[2]);
    await fleet.enter({ a: {}, b: { providerHost: HOSTS[2] } });
    expect(await fleet.refused()).toContain(`with id ${theirs} ${platform.otherApp}`);
    expect(fleet.record(HOSTS[2])).toEqual(before);
    await fleet.enter({ a: {} });
  });

  test("preview --refresh shows another app, and up --refresh restores the program's", async () => {
    const { clientId, id } = fleet.only();
    giveOtherApp();
    expect(await fleet.person.mustRun("preview", "--refresh", "--diff")).toContain("theirs");
    await fleet.up("--refresh");
    expect(fleet.only()).toMatchObject({ id, clientId });
  });

  test("an integration that now uses another app is neither updated nor deleted", async () => {
    const theirs = giveOtherApp();
    const { id } = fleet.only();
    await fleet.person.set("rotationTrigger", "now");
    const output = await fleet.refused();
    expect(output).toMatch(/another app \(client id theirs\), so nothing was changed/);
    expect(output).toContain("`pulumi up --refresh`");
    expect(fleet.record()).toEqual(theirs);
    expect(await destroy()).toContain(`integration ${id} for dev.azure.com is left as it is`);
    expect(fleet.record()).toEqual(theirs);
    await startAnew();
  });

  test("it is not deleted after a refresh either", async () => {
    const theirs = giveOtherApp();
    await fleet.person.mustRun("refresh", ...WITHOUT_PROMPTS);
    await destroy();
    expect(fleet.record()).toEqual(theirs);
    await startAnew();
  });

  test("refresh and destroy fail when the token can no longer see the place, and nothing is lost", async () => {
    const before = fleet.record();
    platform.mayLook(fleet.sandbox, false);
    for (const command of ["refresh", "destroy"]) {
      expect(await fleet.fails(command, ...WITHOUT_PROMPTS)).toMatch(platform.notSeen);
      expect(await fleet.ids()).toEqual([fleet.only().id]);
      expect(fleet.record()).toEqual(before);
    }
    platform.mayLook(fleet.sandbox, true);
    await fleet.up();
  });

  test("a second stack that adopts the integration keeps it through the first one's rotation and destroy", async () => {
    const settings = { "gitpod-azure-devops:applicationName": "Gitpod two" };
    const second = await Fleet.beside(fleet, { a: { adoptExisting: true } }, settings);
    await fleet.activate();
    const adopted = fleet.record();
    await fleet.person.set("rotationTrigger", "again");
    await fleet.refused();
    expect(fleet.record()).toEqual(adopted);
    await destroy();
    expect(fleet.record()).toEqual(adopted);
    await second.expectNothingLost();
    await second.closeAlone();
  });
});
