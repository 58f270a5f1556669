import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { stylesFor } from "../../../cli/shared/terminal.ts";
import { json } from "../../../cli/status/json.ts";
import type { Finding, Role } from "../../../cli/status/model.ts";
import { statusCommand } from "../../../cli/status/options.ts";
import { table } from "../../../cli/status/table.ts";
import { reading, reportOf, secretWithLeft, stored, variedReport } from "./support/readings.ts";

const guide = readFileSync(new URL("../../../docs/status.md", import.meta.url), "utf8");
const block = (language: string) => guide.split(`\n\`\`\`${language}\n`)[1]?.split("\n```\n")[0];

const CODES: Readonly<Record<Finding["code"], true>> = {
  "no-integration": true,
  "not-activated": true,
  "not-valid": true,
  "runner-unavailable": true,
  "secret-ending": true,
  "secret-ended": true,
  "secret-refused": true,
  "secret-due": true,
  "token-ending": true,
  drift: true,
  "update-failed": true,
};

test("the sample is what the command prints", () => {
  const screen = { styles: stylesFor({ write: () => true }, {}), columns: 160, blocks: false };
  expect(block("text")).toBe(table(variedReport(), screen));
});

test("the JSON document is what --json prints", () => {
  const ending = reading({ integrations: [stored({ placeName: "Acme", secret: secretWithLeft(12) })] });
  expect(JSON.parse(block("json") ?? "")).toEqual(json(reportOf([ending])));
});

const ROLES: Readonly<Record<Role, true>> = {
  owner: true,
  deployer: true,
  "entra-administrator": true,
  "runner-administrator": true,
  "each-person": true,
  nobody: true,
};

test.each([
  ["finding", "What needs a person", CODES],
  ["role", "Who has to act", ROLES],
])("every %s is explained", (_, heading, known) => {
  const section = guide.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const explained = [...section.matchAll(/^\| `([a-z-]+)` \| (?!\|)/gm)].map(([, code]) => code);
  expect(explained.sort()).toEqual(Object.keys(known).sort());
});

test("every flag that it names exists", () => {
  const flags = statusCommand(async () => {}).options.map(({ long }) => long);
  const named = [...guide.matchAll(/(?<=npm run (?:--silent )?status -- |`)--[a-z-]+/g)].map(([flag]) => flag);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((flag) => flag !== "--help" && !flags.includes(flag))).toEqual([]);
});
