import { expect, test } from "@jest/globals";
import { NothingToActivate, selectIntegration } from "../../../cli/activate/select.ts";
import { UsageError } from "../../../cli/shared/commandLine.ts";
import { integration } from "../support/stackExport.ts";

const ada = integration({ name: "ada", id: "1", providerHost: "dev.azure.com", place: "o-1" });
const bob = integration({ name: "bob", id: "2", providerHost: "dev.azure.com", place: "o-2" });
const own = integration({
  name: "azure-devops-payments-integration",
  id: "3",
  providerHost: "devops.example.com",
  place: "o-2",
});

test("the only integration needs no name", () => {
  expect(selectIntegration([ada], "prod")).toBe(ada);
  expect(() => selectIntegration([], "prod")).toThrow(NothingToActivate);
});

test.each([
  ["bob", bob],
  ["1", ada],
  ["devops.example.com", own],
  ["payments", own],
  ["azure-devops-payments-integration", own],
])("%s selects one of several", (wanted, expected) => {
  expect(selectIntegration([ada, bob, own], "prod", wanted)).toBe(expected);
});

test.each([
  [undefined, "the stack prod has 3 integrations: name one with --integration"],
  ["eve", "no integration of the stack prod matches eve"],
  ["dev.azure.com", "more than one integration of the stack prod matches dev.azure.com"],
])("%s selects none, and the error lists all", (wanted, problem) => {
  const select = () => selectIntegration([ada, bob, own], "prod", wanted);
  expect(select).toThrow(UsageError);
  expect(select).toThrow(`${problem}. It has ada (dev.azure.com in organization o-1), bob (`);
});
