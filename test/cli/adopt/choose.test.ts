import { expect, test } from "@jest/globals";
import { chooseIntegration, type Wish } from "../../../cli/adopt/choose.ts";
import { integration } from "./support/found.ts";

const WHERE = "organization Acme";
const own = integration({ id: "1", host: "azure.acme.example" });
const services = integration({ id: "2", host: "dev.azure.com" });
const chosen = (all: readonly (typeof own)[], wish: Partial<Wish>) =>
  chooseIntegration(all, { named: undefined, host: undefined, ...wish }, WHERE, false).then(
    ({ id }) => id,
    (error: Error) => error.message,
  );

test("the only integration is taken, unless the stack is for another host", async () => {
  expect(await chosen([own], {})).toBe("1");
  expect(await chosen([own], { host: "Azure.Acme.Example" })).toBe("1");
  expect(await chosen([own], { host: "dev.azure.com" })).toBe(
    "organization Acme has no integration for dev.azure.com, which the stack sets as providerHost: name another one with " +
      "--integration. It has azure.acme.example (1, active)",
  );
});

test("of several, that of the stack's host is taken, or the one that is named", async () => {
  expect(await chosen([own, services], { host: "dev.azure.com" })).toBe("2");
  expect(await chosen([own, services], { host: "dev.azure.com", named: "1" })).toBe("1");
  expect(await chosen([own, services], { host: "dev.azure.com", named: "AZURE.acme.example" })).toBe("1");
  expect(await chosen([own, services], {})).toContain("has 2 integrations with Azure DevOps: name one");
  expect(await chosen([own, services], { named: "3" })).toContain("no integration of organization Acme is 3");
});

test("a name from a cloud adds no line", async () => {
  const odd = integration({ id: "3", host: "a\n##vso[x]" });
  expect(await chosen([own, odd], {})).not.toContain("\n");
});
