import { describe, expect, test } from "@jest/globals";
import { assess } from "../../../cli/status/assess.ts";
import { json } from "../../../cli/status/json.ts";
import { isForPerson, type StackReading } from "../../../cli/status/model.ts";
import { page } from "../../../cli/status/page.ts";
import { ONA } from "../../../platforms/ona.ts";
import { NOW, reading, reportOf, storedOnOna } from "./support/readings.ts";

const findings = (wanted: Partial<StackReading>) => assess(reading(wanted), true, NOW).findings;
const codes = (wanted: Partial<StackReading>) =>
  findings(wanted).map((finding) => `${finding.code}${isForPerson(finding) ? "!" : ""}`);

describe("a token of Ona", () => {
  const ends = (days: number, certainty: "certain" | "probable" = "certain") => ({
    integrations: [storedOnOna()],
    tokenEnds: [{ platform: ONA, at: NOW + days * 86_400_000, certainty }],
  });

  test("that ends within thirty days needs a person, with the day and what to do", () => {
    expect(codes(ends(30))).toEqual(["token-ending!"]);
    expect(findings(ends(12))).toEqual([
      {
        code: "token-ending",
        who: { role: "deployer" },
        integrations: [],
        message:
          "The token of Ona ends on 2030-03-14, in 12 days. Make another in Ona under Settings > Personal access tokens, set it with `pulumi config set --secret gitpod:onaToken --stack prod` or in the environment variable ONA_TOKEN, and run `pulumi up --stack prod`.",
      },
    ]);
    expect(findings(ends(12, "probable")).map(({ message }) => message)).toEqual([
      expect.stringContaining("probably ends on 2030-03-14, in 12 days"),
    ]);
  });

  test("that lives longer, or of which nothing is known, needs nobody", () => {
    expect([codes(ends(31)), codes({})]).toEqual([[], []]);
  });

  test("is a finding on the page, and a field of the JSON document whenever it ends", () => {
    const report = reportOf([reading(ends(12)), reading({ stack: "later", ...ends(80, "probable") }), reading()]);
    expect(page(report)).toContain("The token of Ona ends on 2030-03-14, in 12 days.");
    const { stacks } = json(report) as { stacks: { tokens: unknown }[] };
    expect(stacks.map(({ tokens }) => tokens)).toEqual([
      [{ platform: "ona", endsAt: "2030-03-14T09:30:00Z", certainty: "certain", daysLeft: 12 }],
      [{ platform: "ona", endsAt: "2030-05-21T09:30:00Z", certainty: "probable", daysLeft: 80 }],
      [],
    ]);
  });
});
