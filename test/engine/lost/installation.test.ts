import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { Fleet, WITHOUT_PROMPTS } from "../support/fleet.ts";
import { platformsOf } from "../support/platforms/index.ts";

describe.each(platformsOf(0))("$name: another address", (platform) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start({ a: {} }, {}, platform);
  });
  afterAll(() => fleet.close());

  const right = () =>
    Object.fromEntries(
      Object.entries(platform.stackSettings(fleet.sandbox)).filter(([name]) => Object.hasOwn(platform.mistyped, name)),
    );

  test("is the same one if it is only written in another way", async () => {
    await fleet.person.setAll(platform.respelled(fleet.sandbox));
    const first = await fleet.run("preview", "--expect-no-changes");
    expect(first).toMatchObject({ code: 0 });
    expect(first.output).not.toContain("will be sent to");
    const before = fleet.record();
    await fleet.up();
    await fleet.person.setAll(right());
    expect(await fleet.run("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(fleet.record()).toEqual(before);
  });

  test("that was mistyped and corrected changes nothing: the integration in use stays as it is", async () => {
    await fleet.activate();
    await fleet.up("--refresh");
    const active = fleet.record();
    await fleet.person.setAll(platform.mistyped);
    // Without a change, `up` has nothing to ask Ona.
    const [up, refresh] = [await fleet.run("up", ...WITHOUT_PROMPTS), await fleet.run("refresh", ...WITHOUT_PROMPTS)];
    const { code, output } = platform.replacement === "new" ? up : refresh;
    expect(code).not.toBe(0);
    expect(output).toContain("cannot be reached");
    expect(fleet.record()).toEqual(active);
    await fleet.person.setAll(right());
    await fleet.up();
    expect(fleet.record()).toEqual(active);
    expect(await fleet.run("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  test("that was mistyped makes destroy fail and delete nothing, and the error's advice works", async () => {
    await fleet.person.setAll(platform.mistyped);
    await fleet.run("up", ...WITHOUT_PROMPTS);
    expect(await fleet.fails("destroy", ...WITHOUT_PROMPTS)).toMatch(platform.mistypedAdvice(fleet.sandbox));
    expect(fleet.all()).toHaveLength(1);
    await fleet.person.setAll(right());
    await fleet.up();
    await fleet.person.mustRun("destroy", ...WITHOUT_PROMPTS);
    expect(fleet.all()).toHaveLength(0);
    expect(await fleet.ids()).toEqual([]);
  });
});

describe.each(platformsOf(1))("$name: another installation or organization to which a stack moves", (platform) => {
  let fleet: Fleet;
  let second: Sandbox;
  beforeEach(async () => {
    fleet = await Fleet.start({ a: {} }, {}, platform);
    // Ids of organizations stay the same when an installation moves; a runner belongs to one Ona.
    second = await startSandbox({ organizationId: fleet.sandbox.gitpod.organizationId });
  });
  afterEach(async () => {
    await fleet.close();
    await second.close();
  });

  const tokensRefusedAt = (sandbox: Sandbox) => sandbox.journal.entries().filter(({ status }) => status === 401).length;
  const move = async () => {
    await fleet.person.setAll(platform.address(second));
    await fleet.enter({ a: platform.entry(second) });
  };

  test("gets the integration, and no token is sent to the place of another one", async () => {
    await move();
    await fleet.person.set(platform.tokenSetting, platform.token(second), "--secret");
    expect(await fleet.person.mustRun("preview")).toContain(`token will be sent to ${platform.origin(second)}`);
    const output = await fleet.person.mustRun("up", ...WITHOUT_PROMPTS);
    expect(platform.stored(second)).toHaveLength(1);
    expect(fleet.all()).toHaveLength(platform.formerToken ? 0 : 1);
    if (!platform.formerToken) expect(output).toContain(`integration ${fleet.only().id} for`);
    expect([tokensRefusedAt(fleet.sandbox), tokensRefusedAt(second)]).toEqual([0, 0]);
    expect(await fleet.run("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  test("never shows a token from the environment to the former one, and the move completes", async () => {
    const use = (sandbox: Sandbox) => fleet.person.environment({ [platform.tokenVariable]: platform.token(sandbox) });
    await fleet.person.unset(platform.tokenSetting);
    use(fleet.sandbox);
    await fleet.up();
    await move();
    use(second);
    const calls = fleet.sandbox.journal.entries().length;
    const output = await fleet.person.mustRun("up", ...WITHOUT_PROMPTS);
    expect(platform.stored(second)).toHaveLength(1);
    const shown = fleet.sandbox.journal.entries().slice(calls);
    expect(shown.filter(({ cloud }) => cloud === platform.cloud)).toEqual([]);
    expect(output).toContain(platform.leftThere(fleet.sandbox));
    await fleet.person.mustRun("up", ...WITHOUT_PROMPTS);
    expect(await fleet.ids()).toEqual(platform.stored(second).map(({ id }) => id));
  });
});
