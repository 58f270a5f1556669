import { expect, test } from "@jest/globals";
import { refuseManagedSecret } from "../../stack/managedSecret.ts";
import { World } from "../components/support/mocks.ts";

test("a secret that the stack itself has made is refused as one made by hand", async () => {
  const type = "azuread:index/applicationPassword:ApplicationPassword";
  await World.start({ state: { "urn:secret": { type, outputs: { value: "managed" } } } });
  await expect(refuseManagedSecret("by-hand")).resolves.toBeUndefined();
  await expect(refuseManagedSecret("managed")).rejects.toThrow(
    "which would be deleted now. Take the setting out again",
  );
});
