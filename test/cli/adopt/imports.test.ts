import { expect, test } from "@jest/globals";
import { withIds } from "../../../cli/adopt/imports.ts";

const APPLICATION = "azuread:index/application:Application";
const INTEGRATION = "gitpod:index:AuthProvider";
const component = { type: "gitpod:index:EntraApplication", name: "app", component: true };
const placeholder = (type: string, name: string) => ({ type, name, id: "<PLACEHOLDER>", parent: "app", version: "6" });

test("each placeholder gets its id, and what there is nothing for is left out", () => {
  const resources = [
    component,
    placeholder(APPLICATION, "application"),
    placeholder(INTEGRATION, "integration"),
    placeholder("azuread:index/servicePrincipal:ServicePrincipal", "principal"),
  ];
  const { file, imports } = withIds(
    { nameTable: { app: "urn" }, resources },
    new Map([
      [APPLICATION, "/applications/1"],
      [INTEGRATION, "2"],
    ]),
  );
  expect(file).toEqual({
    nameTable: { app: "urn" },
    resources: [component, { ...resources[1], id: "/applications/1" }, { ...resources[2], id: "2" }],
  });
  expect(imports.map(({ name, id }) => `${name} ${id}`)).toEqual(["application /applications/1", "integration 2"]);
});

test.each([
  ["no app registration", [component]],
  ["more than one app registration", [placeholder(APPLICATION, "one"), placeholder(APPLICATION, "two")]],
])("a program that makes %s is refused", (words, resources) => {
  expect(() => withIds({ resources }, new Map([[APPLICATION, "/applications/1"]]))).toThrow(
    `the program makes ${words}`,
  );
});
