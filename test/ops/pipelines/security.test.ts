import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";

const REPOSITORY = new URL("../../../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, REPOSITORY), "utf8");
const text = read("SECURITY.md");
const section = text.split("\n## Who can push\n")[1]?.split("\n## ")[0] ?? "";

describe("SECURITY.md says about people with push access", () => {
  test.each(["GitHub Actions", "Azure Pipelines", "GitLab CI", "Kubernetes operator", "Pulumi Deployments"])(
    "what they can access through %s, and what limits it",
    (system) => {
      const [row = ""] = section.split("\n").filter((line) => line.startsWith(`| [${system}](`));
      const cells = row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      expect(cells).toHaveLength(4);
      expect([cells[1], cells[3]]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
    },
  );

  test.each(["Azure Blob Storage", "Azure Key Vault", "Pulumi Cloud, team", "Pulumi Cloud, other editions"])(
    "what the preview identity can do to a state in %s",
    (backend) => {
      expect(
        section.split("\n").filter((line) => line.startsWith("| ") && line.split(" | ")[0]?.includes(backend)),
      ).toHaveLength(1);
    },
  );

  test("only existing scripts, which the guides have too", () => {
    const scripts = [...section.matchAll(/pipelines\/(\w+)\/protect\.sh/g)];
    expect(new Set(scripts.map(([, system]) => system))).toEqual(new Set(["github", "azure", "gitlab"]));
    const guides = { github: "github-actions", azure: "azure-pipelines", gitlab: "gitlab-ci" };
    for (const [system, guide] of Object.entries(guides)) {
      expect(existsSync(new URL(`ops/pipelines/${system}/protect.sh`, REPOSITORY))).toBe(true);
      expect(read(`docs/pipelines/${guide}.md`)).toMatch(new RegExp(`^ops/pipelines/${system}/protect\\.sh`, "m"));
    }
  });
});

describe("the guides", () => {
  // D5
  test("require people's approval before the build service gets a right to approve", () => {
    const guide = read("docs/pipelines/azure-pipelines.md");
    const [policy, grant] = [
      guide.indexOf("az repos policy required-reviewer create"),
      guide.indexOf("Contribute to pull requests: Allow"),
    ];
    expect(policy).toBeGreaterThan(0);
    expect(grant).toBeGreaterThan(policy);
  });

  // D3
  test.each(["azure-pipelines", "gitlab-ci"])(
    "%s.md gives preview and deployment different tokens for Pulumi Cloud",
    (guide) => {
      const rows = read(`docs/pipelines/${guide}.md`)
        .split("\n")
        .filter((line) => line.startsWith("| `PULUMI_ACCESS_TOKEN`"));
      expect(rows).toEqual([
        expect.stringMatching(/preview.*permission Read/),
        expect.stringMatching(/production.*permission Write/),
      ]);
    },
  );

  // D4, B6
  test("name the required versions of GitLab, and the error for a subject in another case", () => {
    expect(read("docs/pipelines/gitlab-ci.md")).toMatch(/GitLab 18\.7 or newer, Premium \(on Free: 18\.2\.2/);
    for (const file of ["docs/bootstrap.md", "docs/pipelines.md"]) expect(read(file)).toContain("AADSTS7002138");
  });
});
