import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Sandbox, startSandbox } from "../../../sandbox/index.ts";
import { Fleet } from "../support/fleet.ts";

describe("another Gitpod installation", () => {
  let fleet: Fleet;
  beforeEach(async () => {
    fleet = await Fleet.start({ a: {} });
    await fleet.person.unset("gitpod:apiUrl");
    await fleet.up();
  });
  afterEach(() => fleet.close());

  test("that was mistyped and corrected changes nothing: the active integration stays as it is", async () => {
    const active = await fleet.activate();
    await fleet.up("--refresh");
    await fleet.person.set("gitpod:host", "localhost:1");
    expect(await fleet.refused()).toContain("the API cannot be reached");
    expect(fleet.stored()).toEqual(active);
    await fleet.person.set("gitpod:host", fleet.sandbox.gitpod.host);
    await fleet.up();
    expect(fleet.stored()).toEqual(active);
    expect(await fleet.run("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  test("that was mistyped makes destroy fail and delete nothing, and the error's advice works", async () => {
    await fleet.person.set("gitpod:host", "localhost:1");
    await fleet.refused();
    const output = await fleet.fails("destroy", "--yes", "--skip-preview");
    expect(output).toContain(`Set gitpod:host to ${fleet.sandbox.gitpod.host} and run \`pulumi up\``);
    expect(fleet.all()).toHaveLength(1);
    await fleet.person.set("gitpod:host", fleet.sandbox.gitpod.host);
    await fleet.up();
    await fleet.person.mustRun("destroy", "--yes", "--skip-preview");
    expect(fleet.all()).toHaveLength(0);
    expect(await fleet.ids()).toEqual([]);
  });

  test("is the same one if only the case of letters differs", async () => {
    const { host } = fleet.sandbox.gitpod;
    await fleet.person.set("gitpod:host", host.toUpperCase());
    expect(await fleet.run("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    const before = fleet.stored();
    await fleet.up();
    await fleet.person.set("gitpod:host", host);
    expect(await fleet.run("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(fleet.stored()).toEqual(before);
  });

  describe("to which a stack moves", () => {
    let second: Sandbox;
    beforeEach(async () => {
      const { organizationId } = fleet.sandbox.gitpod;
      second = await startSandbox({ organizationId });
    });
    afterEach(() => second.close());

    const tokensAt = (sandbox: Sandbox) => sandbox.journal.entries().filter(({ status }) => status === 401).length;

    test("gets the integration, and the former one's token deletes it there", async () => {
      await fleet.person.set("gitpod:host", second.gitpod.host);
      await fleet.person.set("gitpod:token", second.gitpod.token, "--secret");
      const preview = await fleet.person.mustRun("preview");
      expect(preview).toContain(`the Gitpod token will be sent to http://${second.gitpod.host}`);
      await fleet.person.mustRun("up", "--yes", "--skip-preview");
      expect(second.gitpod.integrations.list()).toHaveLength(1);
      expect(fleet.all()).toHaveLength(0);
      expect([tokensAt(fleet.sandbox), tokensAt(second)]).toEqual([0, 0]);
      expect(await fleet.run("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    });

    test("never shows a token from the environment to the former one, and the move completes", async () => {
      await fleet.person.unset("gitpod:token");
      fleet.person.environment({ GITPOD_TOKEN: fleet.sandbox.gitpod.token });
      await fleet.up();
      await fleet.person.set("gitpod:host", second.gitpod.host);
      fleet.person.environment({ GITPOD_TOKEN: second.gitpod.token });
      const calls = fleet.sandbox.journal.entries().length;
      const output = await fleet.person.mustRun("up", "--yes", "--skip-preview");
      expect(second.gitpod.integrations.list()).toHaveLength(1);
      const shown = fleet.sandbox.journal.entries().slice(calls);
      expect(shown.filter(({ operation }) => operation.includes("AuthProvider"))).toEqual([]);
      expect(output).toContain(`is still at ${fleet.sandbox.gitpod.host}: its token is not known here`);
      await fleet.person.mustRun("up", "--yes", "--skip-preview");
      expect(await fleet.ids()).toEqual(second.gitpod.integrations.list().map(({ id }) => id));
    });
  });
});
