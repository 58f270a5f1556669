import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Fleet } from "../support/fleet.ts";

const WITHOUT_PROMPTS = ["--yes", "--protect=false", "--generate-code=false"];
const TYPE = "gitpod:index:AuthProvider";

describe("an import", () => {
  let fleet: Fleet;
  beforeEach(async () => {
    fleet = await Fleet.start({ a: {} });
  });
  afterEach(() => fleet.close());

  test("of an integration that the stack already has, under another name, is harmless", async () => {
    const active = await fleet.activate();
    await fleet.person.mustRun("import", TYPE, "azure-devops-integration", active.id, ...WITHOUT_PROMPTS);
    const output = await fleet.up();
    expect(output).toContain("is left as it is: this program has never given it credentials");
    expect(fleet.stored()).toEqual(active);
    expect(await fleet.ids()).toEqual([active.id]);
  });

  test("of one that the stack already has stays harmless when only the stray entry is destroyed", async () => {
    const { id } = fleet.stored();
    await fleet.person.mustRun("import", TYPE, "stray", id, ...WITHOUT_PROMPTS);
    const urn = (await fleet.person.mustRun("stack", "--show-urns")).match(/urn:\S+::stray$/m)?.[0] ?? "";
    await fleet.person.mustRun("destroy", "--yes", "--skip-preview", "--target", urn);
    await fleet.expectNothingLost();
  });

  test("that an error suggests for a renamed entry with its own app leaves one integration", async () => {
    await fleet.enter({ x: { ownApplication: true, adoptExisting: true } });
    await fleet.up();
    const { id } = await fleet.activate();
    await fleet.enter({ y: { ownApplication: true } });
    const output = await fleet.refused();
    expect(output).toContain(`with id ${id} and another client id`);
    const component = (await fleet.person.mustRun("stack", "--show-urns")).match(/urn:\S+::azure-devops-y$/m)?.[0];
    const parent = ["--parent", `parent=${component}`];
    await fleet.person.mustRun("import", TYPE, "azure-devops-y-integration", id, ...parent, ...WITHOUT_PROMPTS);
    await fleet.up();
    expect(fleet.stored().id).toBe(id);
    expect(await fleet.ids()).toEqual([id]);
  });

  test("is not needed for a renamed entry with its own app: adoptExisting takes over the integration", async () => {
    await fleet.enter({ x: { ownApplication: true, adoptExisting: true } });
    await fleet.up();
    await fleet.enter({ y: { ownApplication: true, adoptExisting: true } });
    await fleet.up();
    expect(await fleet.ids()).toEqual([fleet.stored().id]);
  });
});
