import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { step } from "./support/github.ts";

const run = promisify(execFile);
const TITLE = "The nightly check of prod found something";
/** A fake gh: records its arguments, and lists the open issue. */
const GH = `#!/bin/sh
printf '%s\\n' "$*" >>calls
if [ "$2" = list ]; then printf '%s\\n' "$OPEN_ISSUE"; fi
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-report-"));
  await writeFile(join(folder, "gh"), GH);
  await chmod(join(folder, "gh"), 0o755);
  await mkdir(join(folder, "check"));
});
afterEach(() => rm(folder, { recursive: true }));

const report = () => readFile(join(folder, "report.md"), "utf8");

/** Runs a step of the nightly report, and returns its calls of gh. */
async function calls(name: string, environment: Readonly<Record<string, string>>): Promise<string[]> {
  const path = [folder, process.env.PATH ?? ""].join(delimiter);
  const env = {
    PATH: path,
    TITLE,
    RUNNER_TEMP: folder,
    RUN: "https://github.com/acme/infra/actions/runs/1",
    ...environment,
  };
  await run("bash", ["-e", "-c", step("nightly", "report", name).run ?? ""], { cwd: folder, env });
  return (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");
}

describe("the report of the nightly check", () => {
  // D12
  test("looks for the open issue by title and author", async () => {
    const [call] = await calls("Find the open issue", { OPEN_ISSUE: "12", GITHUB_OUTPUT: join(folder, "output") });
    expect(call).toMatch(/^issue list --app github-actions --state open .*select\(\.title == env\.TITLE\)/);
    expect(await readFile(join(folder, "output"), "utf8")).toBe("number=12\n");
  });

  test("opens an issue with the findings, or updates the open one", async () => {
    await writeFile(join(folder, "check", "check.md"), "drift\n");
    expect(await calls("Open or update it", { NUMBER: "" })).toEqual([
      `issue create --title ${TITLE} --body-file ${folder}/report.md`,
    ]);
    expect(await report()).toBe("drift\n\nFound by https://github.com/acme/infra/actions/runs/1\n");
    expect((await calls("Open or update it", { NUMBER: "12" })).at(-1)).toBe(
      `issue edit 12 --body-file ${folder}/report.md`,
    );
  });

  // D2
  test.each([
    ["nothing", async () => undefined],
    ["a folder", () => mkdir(join(folder, "check", "check.md"))],
    ["a link", () => symlink("/etc/passwd", join(folder, "check", "check.md"))],
  ])("says that the check could not be made when the artifact has %s", async (_, make) => {
    await make();
    await calls("Open or update it", { NUMBER: "" });
    expect(await report()).toMatch(/^The check could not be made\.\n\nFound by \S+\n$/);
  });

  test("closes the issue when everything is fine", async () => {
    expect(await calls("Close it", { NUMBER: "12" })).toEqual(["issue close 12 --comment All is well again."]);
  });
});
