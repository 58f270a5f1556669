import { readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { OWN_WORKFLOWS, PIPELINES, read, yamlFiles } from "./support/files.ts";
import { LINTERS, type Linter, lint, whyMissing } from "./support/linters.ts";
import { scriptsIn } from "./support/scripts.ts";

/** The first run installs the linters. */
jest.setTimeout(300_000);

const ZIZMOR_RULES = fileURLToPath(new URL("zizmor.yml", import.meta.url));
const SYSTEMS = ["github", "azure", "gitlab"];
const OWN_SCRIPTS = fileURLToPath(new URL("../../../tools/release", import.meta.url));
/** Those to copy, and this project's own. */
const WORKFLOWS = [...yamlFiles("github").filter((file) => !file.includes("setup")), ...yamlFiles(OWN_WORKFLOWS)];
let clone: string;

/** A repository with the files where the guide says. */
beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), "gitpod-azure-devops-pipelines-"));
  const workflows = join(clone, ".github", "workflows");
  await Promise.all([mkdir(workflows, { recursive: true }), mkdir(join(clone, ".git"))]);
  await cp(PIPELINES, join(clone, "ops/pipelines"), { recursive: true });
  await Promise.all(WORKFLOWS.map((file) => cp(join(PIPELINES, file), join(workflows, basename(file)))));
});
afterAll(() => rm(clone, { recursive: true }));

function linted(linter: Linter, name: string, check: () => Promise<string>): void {
  const missing = whyMissing(linter);
  if (missing === undefined) test(name, async () => expect(await check()).toBe(""));
  else test.skip(`${name} (skipped: ${missing})`, () => undefined);
}

describe("GitHub Actions", () => {
  const { actionlint, zizmor, checkJsonschema } = LINTERS;
  linted(actionlint, "actionlint finds nothing, including in scripts", () => lint(actionlint, [], clone));
  linted(zizmor, "zizmor finds nothing in pedantic mode", () =>
    lint(zizmor, ["--offline", "--quiet", "--persona=pedantic", "--config", ZIZMOR_RULES, "."], clone),
  );
  linted(
    checkJsonschema,
    "each file matches its schema",
    async () =>
      (await schema("github-workflows", WORKFLOWS)) + (await schema("github-actions", ["github/setup/action.yml"])),
  );
});

describe("Azure Pipelines", () => {
  linted(LINTERS.checkJsonschema, "each file matches its schema", async () => {
    const files = yamlFiles("azure");
    // The schema knows the tasks of Azure DevOps; Pulumi's is an extension. It allows the target of a script but not
    // of a task, and no condition around a variable group: https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/target
    for (const file of files) {
      const known = read(file)
        .replace(/- task: Pulumi@1\n(?: {10,}\w.*\n)*/g, "- script: pulumi\n")
        .replace(/- \$\{\{ if .*\}\}:\n +(- group: )/g, "$1")
        .replace(/^ {4}target:\n(?: {6}.*\n)+/gm, "");
      await writeFile(join(clone, "ops/pipelines", file), known);
    }
    return schema("azure-pipelines", files, "--regex-variant", "python");
  });
});

describe("GitLab CI", () => {
  linted(LINTERS.checkJsonschema, "each file matches its schema", () =>
    schema("gitlab-ci", yamlFiles("gitlab"), "--data-transform", "gitlab-ci"),
  );
});

describe("the scripts", () => {
  const { shellcheck } = LINTERS;
  linted(shellcheck, "shellcheck finds nothing in the .sh files", () =>
    lint(shellcheck, ["--norc", "run.sh", "check.sh", ...SYSTEMS.map((system) => `${system}/protect.sh`)], PIPELINES),
  );
  linted(shellcheck, "shellcheck finds nothing in those of a release", () =>
    lint(shellcheck, ["--norc", ...readdirSync(OWN_SCRIPTS).filter((name) => name.endsWith(".sh"))], OWN_SCRIPTS),
  );
  // Variables from a step's environment are not assigned in the script.
  const given = ["--norc", "--shell=bash", "--exclude=SC2154"];
  for (const folder of [...SYSTEMS, OWN_WORKFLOWS]) {
    linted(shellcheck, `shellcheck finds nothing in the YAML files of ${folder}/`, async () => {
      const scripts = scriptsIn(folder);
      expect(scripts.length).toBeGreaterThan(0);
      const found = scripts.map(async ({ where, text }, index) => {
        const file = join(clone, `${basename(folder)}-${index}.sh`);
        await writeFile(file, `${text}\n`);
        return (await lint(shellcheck, [...given, file], clone)).replaceAll(file, where);
      });
      return (await Promise.all(found)).join("");
    });
  }
});

async function schema(name: string, files: readonly string[], ...more: string[]): Promise<string> {
  const paths = files.map((file) => join(clone, "ops/pipelines", file));
  return lint(LINTERS.checkJsonschema, ["--builtin-schema", `vendor.${name}`, ...more, ...paths], clone);
}
