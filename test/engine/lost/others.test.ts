import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Fleet, HOSTS } from "../support/fleet.ts";

describe("what another person has created or changed", () => {
  let fleet: Fleet;
  beforeEach(async () => {
    fleet = await Fleet.start({ a: {} });
  });
  afterEach(() => fleet.close());

  test("an active integration with the program's app for a second host is not taken over unasked", async () => {
    const { clientId, clientSecret } = fleet.stored();
    const twin = fleet.byHand(HOSTS[1], { clientId, clientSecret, verified: true });
    await fleet.enter({ a: {}, b: { providerHost: HOSTS[1] } });
    const output = await fleet.refused();
    expect(output).toContain(`with id ${twin.id} and this client id. It is active`);
    expect(output).toContain("adoptExisting");
    expect(fleet.stored(HOSTS[1])).toEqual(twin);
    await fleet.enter({ a: {}, b: { providerHost: HOSTS[1], adoptExisting: true } });
    await fleet.up();
    expect(fleet.all()).toHaveLength(2);
  });

  test("an integration whose host is written in capitals is found before a second one is created", async () => {
    const theirs = fleet.byHand("B.Example.com", { verified: true });
    await fleet.enter({ a: {}, b: { providerHost: HOSTS[2] } });
    expect(await fleet.refused()).toContain(`with id ${theirs.id} and another client id`);
    expect(fleet.stored(HOSTS[2])).toEqual(theirs);
  });

  test("an integration that now uses another app is neither updated nor deleted", async () => {
    const { id } = fleet.stored();
    const theirs = fleet.sandbox.gitpod.integrations.modify(id, {
      clientId: "theirs",
      clientSecret: "their-secret",
      verified: true,
    });
    await fleet.person.set("rotationTrigger", "now");
    const output = await fleet.refused();
    expect(output).toContain("with another app (client id theirs), so nothing was changed");
    expect(output).toContain("`pulumi up --refresh`");
    expect(fleet.stored()).toEqual(theirs);
    const destroyed = await fleet.person.mustRun("destroy", "--yes", "--skip-preview");
    expect(destroyed).toContain(`integration ${id} for dev.azure.com is left as it is`);
    expect(fleet.stored()).toEqual(theirs);
  });

  test("it is not deleted after a refresh either", async () => {
    const theirs = fleet.sandbox.gitpod.integrations.modify(fleet.stored().id, { clientId: "theirs", verified: true });
    await fleet.person.mustRun("refresh", "--yes", "--skip-preview");
    await fleet.person.mustRun("destroy", "--yes", "--skip-preview");
    expect(fleet.stored()).toEqual(theirs);
  });

  test("preview --refresh shows it, and up --refresh restores the program's app", async () => {
    const { clientId, id } = fleet.stored();
    fleet.sandbox.gitpod.integrations.modify(id, { clientId: "theirs", verified: true });
    expect(await fleet.person.mustRun("preview", "--refresh", "--diff")).toContain("theirs");
    await fleet.up("--refresh");
    expect(fleet.stored()).toMatchObject({ id, clientId });
  });

  test("a second stack that adopts the integration keeps it through the first one's rotation and destroy", async () => {
    const second = await Fleet.beside(
      fleet,
      { a: { adoptExisting: true } },
      { "gitpod-azure-devops:applicationName": "Gitpod two" },
    );
    const adopted = await fleet.activate();
    await fleet.person.set("rotationTrigger", "now");
    await fleet.refused();
    expect(fleet.stored()).toEqual(adopted);
    await fleet.person.mustRun("destroy", "--yes", "--skip-preview");
    expect(fleet.stored()).toEqual(adopted);
    await second.expectNothingLost();
    await second.closeAlone();
  });

  test.each(["refresh", "destroy"])("a %s fails when the token can no longer see the organization", async (command) => {
    const { installation, organizationId } = fleet.sandbox.gitpod;
    const before = fleet.stored();
    installation.removeOrganization(organizationId);
    expect(await fleet.fails(command, "--yes", "--skip-preview")).toMatch(/Organization \S+ not found/);
    expect(await fleet.ids()).toEqual([before.id]);
    expect(fleet.stored()).toEqual(before);
    installation.setRole(organizationId, "owner");
    await fleet.up();
  });
});
