import { expect, test } from "@jest/globals";
import { integrationsIn } from "../../../cli/engine/stackExport.ts";
import { CLASSIC } from "../../../platforms/classic.ts";
import { ONA } from "../../../platforms/ona.ts";
import { resourcesOf, stackExport, stackResource } from "../support/stackExport.ts";

const MAY = "2030-05-01T00:00:00Z";
const JUNE = "2030-06-01T00:00:00Z";
const JULY = "2030-07-01T00:00:00Z";

test("each integration has the dates of its own secret", () => {
  const [first, second, none] = integrationsIn(
    stackExport(...resourcesOf("one", MAY, JUNE), ...resourcesOf("two", JUNE, JULY, { verified: false })),
  );
  expect(first).toEqual({
    name: "one",
    platform: CLASSIC,
    id: "id-of-one",
    gitpodHost: "gitpod.example.com",
    place: "5a4db0c5-0000-4000-8000-000000000001",
    providerHost: "dev.azure.com",
    link: "https://gitpod.example.com/api/authorize?host=dev.azure.com",
    verified: true,
    problems: [],
    secret: { issuedAt: MAY, expiresAt: JUNE, lifetimeDays: 30, rotateAfterDays: undefined },
    resources: [
      { type: "gitpod:index:AuthProvider", name: "one" },
      { type: "azuread:index/applicationPassword:ApplicationPassword", name: "one-secret" },
      { type: "gitpod:index:Rotation", name: "one-rotation" },
    ],
  });
  expect(second).toMatchObject({ name: "two", verified: false, secret: { issuedAt: JUNE, expiresAt: JULY } });
  expect(none).toBeUndefined();
});

test("an integration of Ona has its runner, its link and what is wrong", () => {
  const problems = [{ field: "oauth", message: "the issuer is not found" }];
  const outputs = {
    runnerId: "r",
    host: "dev.azure.com",
    connectUrl: "https://app.ona.com/c",
    verified: false,
    problems,
  };
  const type = ONA.integrationType;
  const resource = { urn: `urn:pulumi:prod::project::${type}::one`, type, id: "i", outputs };
  expect(integrationsIn(stackExport(resource))[0]).toEqual({
    name: "one",
    platform: ONA,
    id: "i",
    gitpodHost: "",
    place: "r",
    providerHost: "dev.azure.com",
    link: "https://app.ona.com/c",
    verified: false,
    problems,
    resources: [{ type, name: "one" }],
  });
});

test("a secret that the stack did not create has no dates, unless an output says when it expires", () => {
  const [, , integration] = resourcesOf("one", MAY, JUNE);
  const managed = { ...integration, propertyDependencies: {} };
  expect(integrationsIn(stackExport(managed))[0]?.secret).toBeUndefined();
  const withOutput = stackExport(stackResource({ secretExpiresAt: JULY }), managed);
  expect(integrationsIn(withOutput)[0]?.secret).toEqual({ expiresAt: JULY });
  const unreadable = stackExport(stackResource({ secretExpiresAt: "soon" }), managed);
  expect(integrationsIn(unreadable)[0]?.secret).toBeUndefined();
});

test("a replaced resource that waits for its deletion does not count", () => {
  const [, , integration] = resourcesOf("one", MAY, JUNE);
  expect(integrationsIn(stackExport({ ...integration, delete: true }))).toEqual([]);
});

test("a stack that was never deployed has no integrations", () => {
  expect(integrationsIn(JSON.stringify({ version: 3, deployment: { manifest: {} } }))).toEqual([]);
});

test("an incomplete integration has empty fields, and is not an error", () => {
  const half = { urn: "urn:pulumi:a::b::gitpod:index:AuthProvider::c::d", type: "gitpod:index:AuthProvider" };
  expect(integrationsIn(stackExport(half))[0]).toMatchObject({ name: "c::d", id: "", gitpodHost: "", verified: false });
});

test.each(["", "{", "[]", '{"deployment": null}'])("%j is not an export", (text) => {
  expect(() => integrationsIn(text)).toThrow();
});
