import { expect, test } from "@jest/globals";
import type { Result } from "../../../cli/doctor/model.ts";
import { tell } from "../../../cli/setup/checkUp.ts";
import { makeAnother, storeToken } from "../../../cli/shared/tokenEnd.ts";
import { ONA } from "../../../platforms/ona.ts";

const GOOD: Result = { group: "Machine", name: "node", outcome: "good", message: "Node.js is new enough." };
const BAD: Result = {
  group: "Microsoft Entra ID",
  name: "sign-in",
  outcome: "bad",
  message: "Nobody is signed in.",
  fix: "az login",
};
const UNKNOWN: Result = {
  group: "Azure DevOps",
  name: "oauth-policy",
  outcome: "unknown",
  message: "Whether it is on.",
};

function told(results: readonly Result[], said: readonly string[] = []): string[] {
  const lines: string[] = [];
  tell(results, said, "prod", { warn: (text) => lines.push(`! ${text}`), info: (text) => lines.push(text) });
  return lines;
}

test("the setup's look around says what is bad with its fix, and counts what is not known", () => {
  const summary = "Doctor has looked at what a deployment needs.";
  const see = "See npx gitpod-azure-devops doctor --stack prod";
  expect(told([GOOD])).toEqual([`${summary} Nothing is bad.`]);
  expect(told([GOOD, UNKNOWN, UNKNOWN])).toEqual([`${summary} Nothing is bad. One thing is not known.\n${see}`]);
  expect(told([BAD, UNKNOWN])).toEqual([
    "! Nobody is signed in.\nFix: az login",
    `${summary} One thing is bad. One thing is not known.\n${see}`,
  ]);
});

test("it does not repeat what the setup says of a token that ends", () => {
  const ends = "The token ends on 2030-03-14, in 12 days.";
  const message = `${ends} ${makeAnother(ONA)}.`;
  expect(told([{ ...BAD, message }], [`${ends} ${makeAnother(ONA)}, and ${storeToken(ONA, "prod")}.`])).toHaveLength(1);
});

test("it repeats no warning of the setup's own, and is silent after Ctrl-C", () => {
  expect(told([BAD], ["Nobody is signed in: az login"])).toHaveLength(1);
  expect(told([])).toEqual([]);
});
