import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Fleet } from "../support/fleet.ts";
import { platformsOf } from "../support/platforms/index.ts";

const WITHOUT_PROMPTS = ["--yes", "--protect=false", "--generate-code=false"];

/** One stack lives through all of it: each test leaves one integration. */
describe.each(platformsOf(1))("$name: an import", (platform) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start({ a: {} }, {}, platform);
  });
  afterAll(() => fleet.close());

  const bringIn = (name: string, id: string, ...flags: string[]) =>
    fleet.person.mustRun("import", platform.type, name, id, ...flags, ...WITHOUT_PROMPTS);
  const urnOf = async (name: string) =>
    (await fleet.person.mustRun("stack", "--show-urns")).match(new RegExp(`urn:\\S+::${name}$`, "m"))?.[0] ?? "";

  test("of an integration that the stack already has, under another name, is harmless", async () => {
    const { id } = await fleet.activate();
    const active = fleet.record();
    await bringIn("azure-devops-integration", id);
    const output = await fleet.up();
    expect(output).toContain("is left as it is: this program has never given it credentials");
    expect(fleet.record()).toEqual(active);
    expect(await fleet.ids()).toEqual([id]);
  });

  test("of one that the stack already has stays harmless when only the stray entry is destroyed", async () => {
    const active = fleet.record();
    await bringIn("stray", fleet.only().id);
    await fleet.person.mustRun("destroy", "--yes", "--skip-preview", "--target", await urnOf("stray"));
    await fleet.expectNothingLost();
    expect(fleet.record()).toEqual(active);
  });

  test("that an error suggests for a renamed entry with its own app leaves one integration", async () => {
    await fleet.enter({ x: { ownApplication: true, adoptExisting: true } });
    await fleet.up();
    const { id } = await fleet.activate();
    await fleet.enter({ y: { ownApplication: true } });
    const output = await fleet.refused();
    expect(output).toContain(`with id ${id} ${platform.otherApp}`);
    await bringIn("azure-devops-y-integration", id, "--parent", `parent=${await urnOf("azure-devops-y")}`);
    await fleet.up();
    expect(fleet.only().id).toBe(id);
    expect(await fleet.ids()).toEqual([id]);
  });

  test("is not needed for a renamed entry with its own app: adoptExisting takes over the integration", async () => {
    await fleet.enter({ z: { ownApplication: true, adoptExisting: true } });
    await fleet.up();
    expect(await fleet.ids()).toEqual([fleet.only().id]);
  });
});
